import { defineAction } from '../../actions/action';
import { refuse } from '../../actions/change';
import { type Fragment, sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { NotedCheck, NoteIntegrity } from './integrity.schema';

interface NoteFacts {
  /** The projects that were named, as far as there are such, with the number of their last event. */
  readonly projects: readonly { readonly id: string; readonly key: string; readonly seq: number }[];
}

/**
 * A check is many reads, none of which may write. Who made it says at its end what they found, so that it is known
 * afterwards when the logs were last looked at, by whom, and with what result.
 */
export const integrityNote = defineAction<NoteFacts>()({
  name: 'integrity.note',
  title: 'Note what a check of the logs found',
  description: 'Keeps when the logs were checked, by whom, and which of them are not as they were sealed.',
  input: NoteIntegrity,
  output: NotedCheck,
  permission: 'admin',
  scope: 'act',
  place: 'instance',
  adminAction: true,
  events: ['integrity.checked'],
  retry: 'server',
  refusals: ['INVALID_ARGUMENTS'],
  facts: ({ checked }): Fragment<NoteFacts> =>
    sql<NoteFacts>`(SELECT jsonb_build_object('projects', coalesce((SELECT jsonb_agg(jsonb_build_object('id', t.id, 'key', t.key, 'seq', c.seq))
      FROM project t JOIN project_clock c ON c.project_id = t.id
      WHERE t.id = ANY(${checked.map(({ id }) => id)}::uuid[]) AND t.removed_at IS NULL), '[]')))`,
  derive: ({ project }) =>
    project && { resource: { kind: 'project', id: project.id, label: project.key }, context: {} },
  rule: ({ own, project }, { checked }) => {
    if (project === null) return refuse('project.none', 'There is no such project.', { code: 'NOT_FOUND' });
    const known = new Map(own.projects.map((each) => [each.id, each]));
    const unknown = checked.filter(({ id, seq }) => seq > (known.get(id)?.seq ?? -1));
    if (unknown.length > 0) {
      return refuse('integrity.unknown', 'There is no such project, or its log is not that long.', {
        code: 'INVALID_ARGUMENTS',
        details: { unknown: unknown.map(({ id }) => id) },
      });
    }
    const broken = checked.flatMap(({ id, problem }) =>
      problem === null ? [] : [{ project: known.get(id)?.key ?? id, ...problem }],
    );
    return {
      kind: 'change',
      events: [
        event(
          'integrity.checked',
          { kind: 'project', id: project.id },
          { projects: checked.length, problems: broken.length, broken },
        ),
      ],
      result: { projects: checked.length, problems: broken.length },
    };
  },
});
