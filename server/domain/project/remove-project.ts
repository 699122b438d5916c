import { defineAction } from '../../actions/action';
import { now, refuse } from '../../actions/change';
import { type Fragment, sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { adminsOf } from '../user/user-facts';
import { type GoneProject, removalRefusal } from './project.rules';
import { RemovedProject, RemoveProject } from './project.schema';

interface RemoveFacts {
  readonly gone: GoneProject | null;
}

/**
 * Sets the tombstone, by which the project is gone for everybody in this very commit; its rows are deleted by the
 * deadline that the same commit sets. See bury_project() and jobs/bury-project.ts.
 */
export const removeProject = defineAction<RemoveFacts>()({
  name: 'project.remove',
  title: 'Remove a project for good',
  description:
    'Deletes everything of a project you administer; a tombstone keeps its key, who removed it and where its log ended.',
  input: RemoveProject,
  output: RemovedProject,
  permission: 'admin',
  scope: 'act',
  place: 'instance',
  adminAction: true,
  destructive: true,
  events: ['project.removed'],
  retry: 'server',
  refusals: ['NOT_FOUND', 'RULE_REFUSED'],
  facts: (input): Fragment<RemoveFacts> =>
    sql<RemoveFacts>`(SELECT jsonb_build_object('gone', (SELECT jsonb_build_object('id', t.id, 'key', t.key, 'name', t.name,
        'mine', EXISTS (SELECT FROM (${adminsOf(sql`t.id`)}) x, me WHERE x.user_id = me.user_id),
        'administered', EXISTS (${adminsOf(sql`t.id`)}))
      FROM project t, p WHERE t.key = ${input.project} AND t.id <> p.id AND t.removed_at IS NULL)))`,
  derive: ({ own, project }) =>
    own.gone === null || project === null
      ? null
      : { resource: { kind: 'project', id: own.gone.id, label: own.gone.key }, context: {} },
  rule: ({ own, actor }) => {
    const { gone } = own;
    if (gone === null || actor === null)
      return refuse('project.none', 'There is no such project.', { code: 'NOT_FOUND' });
    const refusal = removalRefusal(gone, actor.kind === 'system');
    if (refusal) return refusal;
    return {
      kind: 'change',
      inserts: [
        {
          table: 'project_tombstone',
          rows: [{ id: gone.id, removed_by: actor.id }],
          computed: { removed_at: now },
        },
        {
          table: 'timer',
          rows: [{ kind: 'bury', subject_id: gone.id, subject_version: 0, attempts: 0 }],
          computed: { due_at: now },
        },
      ],
      events: [
        event('project.removed', { kind: 'project', id: gone.id }, { key: gone.key, name: gone.name }),
      ],
      result: { project: gone.key, removed: true as const },
    };
  },
});
