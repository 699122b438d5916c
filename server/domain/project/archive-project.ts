import { defineAction } from '../../actions/action';
import { now, refuse } from '../../actions/change';
import { sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { deriveProject, projectResult } from './project.rules';
import { NoInput, ProjectResult } from './project.schema';

/** Nothing else changes: claims, leases and deadlines rest as they are until the project is opened again. */
export const archiveProject = defineAction<null>()({
  name: 'project.archive',
  title: 'Archive the project',
  description: 'Makes the project read-only for everybody, agents included, and takes it off the switch.',
  input: NoInput,
  output: ProjectResult,
  permission: 'admin',
  scope: 'act',
  adminAction: true,
  events: ['project.archived'],
  retry: 'server',
  refusals: ['RULE_REFUSED'],
  facts: () => sql<null>`NULL::jsonb`,
  derive: deriveProject,
  rule: ({ project }) => {
    if (project === null) return refuse('project.none', 'There is no such project.', { code: 'NOT_FOUND' });
    return {
      kind: 'change',
      updates: [
        {
          table: 'project',
          key: { id: project.id },
          expect: { archived_at: null },
          set: { archived_at: now },
        },
      ],
      events: [event('project.archived', { kind: 'project', id: project.id }, { key: project.key })],
      result: projectResult(project, { archived: true }),
    };
  },
});
