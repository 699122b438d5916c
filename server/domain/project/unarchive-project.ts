import { defineAction } from '../../actions/action';
import { refuse } from '../../actions/change';
import { sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { deriveProject, projectResult } from './project.rules';
import { NoInput, ProjectResult } from './project.schema';

export const unarchiveProject = defineAction<null>()({
  name: 'project.unarchive',
  title: 'Open an archived project again',
  description: 'Work goes on where it stopped; deadlines that passed meanwhile are dealt with now.',
  input: NoInput,
  output: ProjectResult,
  permission: 'admin',
  scope: 'act',
  adminAction: true,
  inArchive: true,
  events: ['project.unarchived'],
  retry: 'server',
  refusals: ['RULE_REFUSED'],
  facts: () => sql<null>`NULL::jsonb`,
  derive: deriveProject,
  rule: ({ project }) => {
    if (project === null) return refuse('project.none', 'There is no such project.', { code: 'NOT_FOUND' });
    if (!project.archived) return refuse('project.open', 'The project is not archived.');
    return {
      kind: 'change',
      updates: [{ table: 'project', key: { id: project.id }, set: { archived_at: null } }],
      events: [event('project.unarchived', { kind: 'project', id: project.id }, { key: project.key })],
      result: projectResult(project, { archived: false }),
    };
  },
});
