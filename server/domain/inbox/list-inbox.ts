import { defineQuery } from '../../actions/action';
import { type Sql, sql } from '../../actions/sql';
import { actorJson, cardJson } from '../handoff/handoff-card.sql';
import { InboxList, type InboxRow, ListInbox, type WaitKind } from './inbox.schema';

/** Of each stage, and of each kind, so many are looked at: nobody works through more, and no list reads all there is. */
const MOST = 200;
/** Characters of a comment that a row repeats. */
const NOTE = 280;

interface Row {
  readonly rows: InboxRow[];
  readonly counts: Partial<Record<WaitKind, number>>;
  readonly others: InboxRow[];
  readonly now: string;
}

/** The last reminder of `h` by somebody else than `me`, since anything happened to it and since `me` spoke on it. */
const openNudge = sql`(SELECT n.nudger_id, n.at FROM nudge n WHERE n.project_id = h.project_id AND n.handoff_id = h.id
  AND n.version = h.version AND n.nudger_id <> me.id AND NOT EXISTS (SELECT FROM comment c
    WHERE c.project_id = h.project_id AND c.handoff_id = h.id AND c.author_id = me.id AND c.at > n.at)
  ORDER BY n.at DESC LIMIT 1)`;
/** The last reminder of `h` by `me`. */
const ownNudge = sql`(SELECT n.nudger_id, n.at FROM nudge n
  WHERE n.project_id = h.project_id AND n.handoff_id = h.id AND n.nudger_id = me.id)`;

/** Something of the last hop of `h`. Read of the rows that are shown, and of those that ever came back. */
const lastTransfer = (value: Sql) => sql`(SELECT ${value} FROM transfer t
  WHERE t.project_id = h.project_id AND t.handoff_id = h.id ORDER BY t.at DESC LIMIT 1)`;

/** Rows of the inbox, longest wait first. `of` answers id, since, kind, note and by of each. */
const rowsOf = (of: Sql, nudge: Sql) => sql`coalesce((SELECT jsonb_agg(jsonb_build_object('kind', f.kind,
    'note', CASE WHEN f.kind IN ('offered', 'returned') THEN ${lastTransfer(sql`t.reason`)} ELSE f.note END,
    'since', f.since, 'by', ${actorJson('h.project_id', 'f.by')},
    'nudge', CASE WHEN u.at IS NOT NULL THEN jsonb_build_object('by', ${actorJson('h.project_id', 'u.nudger_id')}, 'at', u.at) END,
    'card', ${cardJson}) ORDER BY f.since, f.id)
  FROM pr, me, (${of}) f JOIN handoff h ON h.project_id = (SELECT id FROM pr) AND h.id = f.id
  LEFT JOIN LATERAL ${nudge} u ON true), '[]')`;

export const listInbox = defineQuery({
  name: 'inbox.list',
  title: 'What needs you',
  description:
    'What waits for you, longest first: questions, comments that name you, reminders, returns, lost claims, offers; and what you wait for.',
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
      offered AS MATERIALIZED (SELECT h.id, h.moved_at AS since,
          h.returns > 0 AND ${lastTransfer(sql`t.kind = 'return'`)} AS returned
        FROM stages s, me, LATERAL (SELECT x.* FROM handoff x WHERE x.project_id = ${projectId}::uuid AND x.version_id = s.version_id
          AND x.stage_key = s.key AND x.state = 'offered' ORDER BY x.moved_at LIMIT ${MOST}::int) h
        WHERE h.assignee_id IS NULL OR h.assignee_id = me.id),
      asked AS MATERIALIZED (SELECT w.id, q.asked_at AS since, q.body AS note, q.asker_id AS by FROM me, (SELECT * FROM handoff x
          WHERE x.project_id = ${projectId}::uuid AND x.state = 'input_required' ORDER BY x.moved_at LIMIT ${MOST}::int) w
        JOIN LATERAL (SELECT x.* FROM question x WHERE x.project_id = w.project_id AND x.handoff_id = w.id
          ORDER BY x.asked_at DESC, x.id DESC LIMIT 1) q ON true
        WHERE q.asker_id <> me.id AND (q.asked_id = me.id OR q.role_key = ANY(${roles}::text[]))),
      named AS MATERIALIZED (SELECT DISTINCT ON (m.handoff_id) m.handoff_id AS id, m.at AS since, left(c.body, ${NOTE}::int) AS note,
          c.author_id AS by
        FROM (SELECT x.* FROM mention x, me WHERE x.project_id = ${projectId}::uuid AND x.actor_id = me.id
          ORDER BY x.at LIMIT ${MOST}::int) m
        JOIN comment c ON c.project_id = m.project_id AND c.id = m.comment_id ORDER BY m.handoff_id, m.at),
      nudged AS MATERIALIZED (SELECT h.id, u.at AS since, u.nudger_id AS by FROM me, handoff h, LATERAL ${openNudge} u
        WHERE h.project_id = ${projectId}::uuid AND h.holder_id = me.id AND h.state = 'active'),
      lost AS MATERIALIZED (SELECT h.id, h.stale_at AS since FROM handoff h
        WHERE h.project_id = ${projectId}::uuid AND h.stale_at IS NOT NULL AND h.state = 'offered'
          AND h.last_holder_id IN (SELECT id FROM ours) ORDER BY h.stale_at LIMIT ${MOST}::int),
      found AS MATERIALIZED (SELECT DISTINCT ON (x.id) x.* FROM (
          SELECT id, since, 'question' AS kind, 1 AS rank, note, by FROM asked
          UNION ALL SELECT id, since, 'mention', 2, note, by FROM named
          UNION ALL SELECT id, since, 'nudged', 3, NULL, by FROM nudged
          UNION ALL SELECT id, since, 'stale', 4, NULL, NULL FROM lost
          UNION ALL SELECT id, since, CASE WHEN returned THEN 'returned' ELSE 'offered' END, 5, NULL, NULL FROM offered) x
        ORDER BY x.id, x.rank),
      waits AS MATERIALIZED (
        SELECT g.* FROM me, unnest('{offered,active,input_required}'::handoff_state[]) s(state),
          LATERAL (SELECT x.id, x.moved_at AS since, x.holder_id, x.state FROM handoff x WHERE x.project_id = ${projectId}::uuid AND x.giver_id = me.id
            AND x.state = s.state ORDER BY x.moved_at LIMIT ${MOST}::int) g
        UNION SELECT g.id, g.moved_at, g.holder_id, g.state FROM me, handoff g
          WHERE g.project_id = ${projectId}::uuid AND g.holder_id = me.id AND g.state = 'input_required'),
      given AS MATERIALIZED (SELECT w.id, w.since FROM me, waits w
        WHERE (w.holder_id IS DISTINCT FROM me.id OR w.state = 'input_required') AND NOT EXISTS (SELECT 1 FROM found f WHERE f.id = w.id)
        ORDER BY w.since LIMIT ${limit}::int)
      SELECT ${rowsOf(
        sql`SELECT * FROM found WHERE ${kind ?? null}::text IS NULL OR found.kind = ${kind ?? null}::text
          ORDER BY since, id LIMIT ${limit}::int`,
        // Of what one is only named in, others are reminded.
        sql`(SELECT o.* FROM ${openNudge} o WHERE f.kind <> 'mention')`,
      )} AS rows,
        coalesce((SELECT jsonb_object_agg(c.kind, c.count) FROM (SELECT f.kind, count(*) FROM found f GROUP BY 1) c), '{}') AS counts,
        ${rowsOf(sql`SELECT id, since, 'others' AS kind, NULL AS note, NULL::uuid AS by FROM given`, ownNudge)} AS others,
        to_jsonb(now()) AS now`);
    if (row === undefined) return null;
    const none = { question: 0, mention: 0, nudged: 0, returned: 0, stale: 0, offered: 0 };
    return {
      rows: row.rows,
      counts: { ...none, ...row.counts },
      others: row.others,
      me: { id: actor.id, roles, permission: actor.permission ?? 'member' },
      now: row.now,
      untrusted: true as const,
    };
  },
});
