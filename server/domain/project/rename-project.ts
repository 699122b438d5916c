import { defineAction } from '../../actions/action';
import { refuse } from '../../actions/change';
import { sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { deriveProject, projectResult } from './project.rules';
import { ProjectResult, RenameProject } from './project.schema';

export const renameProject = defineAction<null>()({
  name: 'project.rename',
  title: 'Rename the project',
  description: 'Changes the name that people see; key, addresses and short numbers stay.',
  input: RenameProject,
  output: ProjectResult,
  permission: 'admin',
  scope: 'act',
  adminAction: true,
  events: ['project.renamed'],
  retry: 'server',
  refusals: ['RULE_REFUSED'],
  facts: () => sql<null>`NULL::jsonb`,
  derive: deriveProject,
  rule: ({ project }, { name }) => {
    if (project === null) return refuse('project.none', 'There is no such project.', { code: 'NOT_FOUND' });
    if (project.name === name) return refuse('project.same', 'The project has that name already.');
    return {
      kind: 'change',
      updates: [{ table: 'project', key: { id: project.id }, expect: { name: project.name }, set: { name } }],
      events: [
        event('project.renamed', { kind: 'project', id: project.id }, { from: project.name, to: name }),
      ],
      result: projectResult(project, { name }),
    };
  },
});
