import { defineQuery } from '../../actions/action';
import { sql } from '../../actions/sql';
import { cardJson } from '../handoff/handoff-card.sql';
import { InboxList, type InboxRow, ListInbox, type WaitKind } from './inbox.schema';

/** Of each stage, and of each kind, so many are looked at: nobody works through more, and no list reads all there is. */
const MOST = 200;

interface Row {
  readonly rows: InboxRow[];
  readonly counts: Partial<Record<WaitKind, number>>;
  readonly others: InboxRow[];
  readonly now: string;
}

export const listInbox = defineQuery({
  name: 'inbox.list',
  title: 'What needs you',
  description:
    'Everything that waits for you, longest first: questions, returns, lost claims and offers at your stages; and what you wait for.',
  input: ListInbox,
  output: InboxList,
  permission: 'viewer',
  scope: 'read',
  read: async ({ facts, projectId, rows }, { kind, limit }) => {
    const { actor } = facts;
    if (actor === null) return null;
    const roles = [...actor.roles];
    const [row] =
      await rows(sql<Row>`WITH pr AS MATERIALIZED (SELECT * FROM project WHERE id = ${projectId}::uuid),
      me AS MATERIALIZED (SELECT ${actor.id}::uuid AS id),
      ours AS MATERIALIZED (SELECT a.id FROM actor a, me WHERE a.project_id = ${projectId}::uuid AND (a.id = me.id OR a.owner_id = me.id)),
      stages AS MATERIALIZED (SELECT s.version_id, s.key FROM stage s
        WHERE s.project_id = ${projectId}::uuid AND s.role_key = ANY(${roles}::text[])),
      offered AS MATERIALIZED (SELECT h.id, h.moved_at AS since, t.kind = 'return' AS returned, t.reason AS note
        FROM stages s, me, LATERAL (SELECT x.* FROM handoff x WHERE x.project_id = ${projectId}::uuid AND x.version_id = s.version_id
          AND x.stage_key = s.key AND x.state = 'offered' ORDER BY x.moved_at LIMIT ${MOST}::int) h
        LEFT JOIN LATERAL (SELECT y.kind, y.reason FROM transfer y WHERE y.project_id = ${projectId}::uuid AND y.handoff_id = h.id
          ORDER BY y.at DESC LIMIT 1) t ON true
        WHERE h.assignee_id IS NULL OR h.assignee_id = me.id),
      asked AS MATERIALIZED (SELECT w.id, q.asked_at AS since, q.body AS note FROM me, (SELECT * FROM handoff x
          WHERE x.project_id = ${projectId}::uuid AND x.state = 'input_required' ORDER BY x.moved_at LIMIT ${MOST}::int) w
        JOIN LATERAL (SELECT x.* FROM question x WHERE x.project_id = w.project_id AND x.handoff_id = w.id
          ORDER BY x.asked_at DESC, x.id DESC LIMIT 1) q ON true
        WHERE q.asker_id <> me.id AND (q.asked_id = me.id OR q.role_key = ANY(${roles}::text[]))),
      lost AS MATERIALIZED (SELECT h.id, h.stale_at AS since FROM handoff h
        WHERE h.project_id = ${projectId}::uuid AND h.stale_at IS NOT NULL AND h.state = 'offered'
          AND h.last_holder_id IN (SELECT id FROM ours) ORDER BY h.stale_at LIMIT ${MOST}::int),
      found AS MATERIALIZED (SELECT DISTINCT ON (x.id) x.* FROM (
          SELECT id, since, 'question' AS kind, 1 AS rank, note FROM asked
          UNION ALL SELECT id, since, 'stale', 2, NULL FROM lost
          UNION ALL SELECT id, since, CASE WHEN returned THEN 'returned' ELSE 'offered' END, 3, note FROM offered) x
        ORDER BY x.id, x.rank),
      given AS MATERIALIZED (SELECT h.id, h.moved_at AS since FROM me, LATERAL (SELECT g.* FROM handoff g
          WHERE g.project_id = ${projectId}::uuid AND g.giver_id = me.id AND g.state IN ('offered', 'active', 'input_required')
          ORDER BY g.moved_at LIMIT ${MOST}::int) h
        WHERE h.holder_id IS DISTINCT FROM me.id AND NOT EXISTS (SELECT 1 FROM found f WHERE f.id = h.id)
        ORDER BY h.moved_at LIMIT ${limit}::int)
      SELECT coalesce((SELECT jsonb_agg(jsonb_build_object('kind', f.kind, 'note', f.note, 'since', f.since,
            'card', (SELECT ${cardJson} FROM handoff h, pr WHERE h.project_id = pr.id AND h.id = f.id)) ORDER BY f.since, f.id)
          FROM (SELECT * FROM found WHERE ${kind ?? null}::text IS NULL OR found.kind = ${kind ?? null}::text
            ORDER BY since, id LIMIT ${limit}::int) f), '[]') AS rows,
        coalesce((SELECT jsonb_object_agg(c.kind, c.count) FROM (SELECT f.kind, count(*) FROM found f GROUP BY 1) c), '{}') AS counts,
        coalesce((SELECT jsonb_agg(jsonb_build_object('kind', 'others', 'note', NULL, 'since', g.since,
            'card', (SELECT ${cardJson} FROM handoff h, pr WHERE h.project_id = pr.id AND h.id = g.id)) ORDER BY g.since, g.id)
          FROM given g), '[]') AS others,
        to_jsonb(now()) AS now`);
    if (row === undefined) return null;
    const none = { question: 0, returned: 0, stale: 0, offered: 0 };
    return {
      rows: row.rows,
      counts: { ...none, ...row.counts },
      others: row.others,
      me: { id: actor.id, roles },
      now: row.now,
      untrusted: true as const,
    };
  },
});
