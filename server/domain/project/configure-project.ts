import { defineAction } from '../../actions/action';
import { refuse } from '../../actions/change';
import { sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { deriveProject, projectResult } from './project.rules';
import { ConfigureProject, ProjectResult } from './project.schema';

export const configureProject = defineAction<null>()({
  name: 'project.configure',
  title: 'Change the settings of the project',
  description: 'Says which branches are protected from now on; work and handoffs there are refused.',
  input: ConfigureProject,
  output: ProjectResult,
  permission: 'admin',
  scope: 'act',
  adminAction: true,
  events: ['project.configured'],
  retry: 'server',
  refusals: ['RULE_REFUSED'],
  facts: () => sql<null>`NULL::jsonb`,
  derive: deriveProject,
  rule: ({ project }, input) => {
    if (project === null) return refuse('project.none', 'There is no such project.', { code: 'NOT_FOUND' });
    const protectedBranches = [...new Set(input.protectedBranches)];
    const before = project.settings.protectedBranches ?? [];
    if (
      before.length === protectedBranches.length &&
      before.every((one) => protectedBranches.includes(one))
    ) {
      return refuse('project.same', 'Exactly these branches are protected already.');
    }
    return {
      kind: 'change',
      updates: [
        {
          table: 'project',
          key: { id: project.id },
          set: { settings: { ...project.settings, protectedBranches } },
        },
      ],
      events: [event('project.configured', { kind: 'project', id: project.id }, { protectedBranches })],
      result: { ...projectResult(project), protectedBranches },
    };
  },
});
