import { defineQuery } from '../../actions/action';
import { type Sql, sql } from '../../actions/sql';
import type { EventType } from '../../events/catalogue';
import { actorJson } from '../handoff/handoff-card.sql';
import { Inbox, type NextItem, NextItemInput } from './inbox.schema';

/** What offers a handoff to somebody. */
const OFFERS = [
  'handoff.created',
  'handoff.sent',
  'handoff.returned',
  'handoff.routed',
  'handoff.released',
  'handoff.lapsed',
  'handoff.assigned',
] as const satisfies readonly EventType[];

/** Up to so many events behind, the events themselves are read; further back, the offered handoffs cost less. */
const FEW_EVENTS = 2_000;
/** Without a cursor the oldest so many of each stage are looked at; who takes from the front never needs more. */
const OLDEST = 50;

const offers = [...OFFERS];

/** Handoffs and the sequence number by which each was last offered: from the log, for a caller that follows it. */
function offeredSince(projectId: string, after: number): Sql {
  return sql`SELECT h.*, r.seq FROM (
      SELECT e.subject_id, max(e.seq) AS seq FROM event e
      WHERE e.project_id = ${projectId}::uuid AND e.seq > ${after}::bigint AND e.type = ANY(${offers}::text[]) GROUP BY 1) r
    JOIN handoff h ON h.project_id = ${projectId}::uuid AND h.id = r.subject_id
    JOIN mine s ON s.version_id = h.version_id AND s.key = h.stage_key
    WHERE h.state = 'offered'`;
}

/** The same from the handoffs at the caller's stages, each stage's oldest first, as its index has them. */
function offeredNow(projectId: string, actorId: string, after: number, most: number | null): Sql {
  return sql`SELECT h.*, coalesce(r.seq, 0) AS seq FROM (
      SELECT t.* FROM mine s, LATERAL (SELECT h.* FROM handoff h
        WHERE h.project_id = ${projectId}::uuid AND h.version_id = s.version_id AND h.stage_key = s.key AND h.state = 'offered'
          AND (h.assignee_id IS NULL OR h.assignee_id = ${actorId}::uuid)
        ORDER BY h.moved_at LIMIT ${most}::int) t) h,
    LATERAL (SELECT max(e.seq) AS seq FROM event e
      WHERE e.project_id = h.project_id AND e.subject_id = h.id AND e.type = ANY(${offers}::text[])) r
    WHERE coalesce(r.seq, 0) > ${after}::bigint`;
}

interface Row {
  readonly item: NextItem | null;
  readonly cursor: number;
}

export const nextItem = defineQuery({
  name: 'inbox.next',
  title: 'Next handoff for you',
  description:
    'The next handoff offered to one of your roles, unassigned or assigned to you, with the cursor to go on from.',
  input: NextItemInput,
  output: Inbox,
  permission: 'viewer',
  scope: 'read',
  read: async ({ facts, projectId, rows }, input) => {
    const { actor, project } = facts;
    if (actor === null || project === null) return null;
    const { after } = input;
    const offered =
      after === undefined
        ? offeredNow(projectId, actor.id, -1, OLDEST)
        : project.seq - after > FEW_EVENTS
          ? offeredNow(projectId, actor.id, after, null)
          : offeredSince(projectId, after);
    // What a full stage holds back stays ahead of the cursor, so that it is seen again once there is room.
    const [row] = await rows(sql<Row>`WITH mine AS MATERIALIZED (SELECT s.version_id, s.key,
        ${input.claimable}::boolean AND s.wip_limit IS NOT NULL AND s.in_hand >= s.wip_limit AS full
      FROM stage s WHERE s.project_id = ${projectId}::uuid AND s.role_key = ANY(${[...actor.roles]}::text[])),
      found AS MATERIALIZED (SELECT h.*, s.full FROM (${offered}) h
        JOIN mine s ON s.version_id = h.version_id AND s.key = h.stage_key
        WHERE h.assignee_id IS NULL OR h.assignee_id = ${actor.id}::uuid),
      n AS MATERIALIZED (SELECT * FROM found WHERE NOT "full" ORDER BY seq, number LIMIT 1),
      held AS (SELECT min(seq) - 1 AS seq FROM found WHERE "full")
      SELECT least(coalesce((SELECT n.seq FROM n), (SELECT c.seq FROM project_clock c WHERE c.project_id = ${projectId}::uuid)),
          (SELECT held.seq FROM held)) AS cursor,
        (SELECT jsonb_build_object('kind', 'handoff', 'handoff', p.prefix || '-' || n.number, 'title', n.title,
            'version', n.version, 'stage', n.stage_key, 'reason', split_part(coalesce(e.type, 'handoff.created'), '.', 2),
            'from', ${actorJson('n.project_id', 'e.actor_id')},
            'note', coalesce(d.payload ->> 'note', d.payload ->> 'reason'), 'package', n.package,
            'seq', n.seq, 'at', coalesce(e.at, n.moved_at), 'untrusted', true)
          FROM n JOIN project p ON p.id = n.project_id
          LEFT JOIN event e ON e.project_id = n.project_id AND e.seq = n.seq
          LEFT JOIN event_payload d ON d.project_id = n.project_id AND d.seq = n.seq) AS item`);
    return row === undefined ? null : { item: row.item, cursor: row.cursor, projectId };
  },
});
