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

/**
 * So many events after the cursor are read at a time. What is on offer is mostly found among the next ones, however far
 * behind the cursor is; only where none of them offers anything any more is every offered handoff looked at.
 */
const FEW_EVENTS = 2_000;
/** Without a cursor the oldest so many of each stage are looked at; who takes from the front never needs more. */
const OLDEST = 50;

const offers = [...OFFERS];

/** Handoffs and the sequence number by which each was last offered: from the next events of the log. */
function offeredNext(projectId: string, after: number): Sql {
  return sql`SELECT h.*, r.seq FROM (
      SELECT e.subject_id, max(e.seq) AS seq FROM event e
      WHERE e.project_id = ${projectId}::uuid AND e.seq > ${after}::bigint AND e.seq <= ${after + FEW_EVENTS}::bigint
        AND e.type = ANY(${offers}::text[]) GROUP BY 1) r
    JOIN handoff h ON h.project_id = ${projectId}::uuid AND h.id = r.subject_id
    JOIN mine s ON s.version_id = h.version_id AND s.key = h.stage_key
    WHERE h.state = 'offered' AND NOT EXISTS (SELECT FROM event e WHERE e.project_id = h.project_id AND e.subject_id = h.id
      AND e.seq > ${after + FEW_EVENTS}::bigint AND e.type = ANY(${offers}::text[]))`;
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

/**
 * What was asked of the caller and is open, and answers the caller has not gone on from: with the number of the event
 * that says so. Read from the newest question of each handoff, which is all that can wait.
 */
function messages(projectId: string, actorId: string, roles: readonly string[], after: number): Sql {
  return sql`SELECT h.*, e.seq, m.kind, m.id AS question_id, m.body, m.options, m.option FROM (
      SELECT q.handoff_id, q.id, 'question' AS kind, q.body, q.options, NULL::int AS option FROM handoff w
      JOIN LATERAL (SELECT x.* FROM question x WHERE x.project_id = w.project_id AND x.handoff_id = w.id
        ORDER BY x.asked_at DESC, x.id DESC LIMIT 1) q ON q.asker_id <> ${actorId}::uuid
          AND (q.asked_id = ${actorId}::uuid OR q.role_key = ANY(${[...roles]}::text[]))
      WHERE w.project_id = ${projectId}::uuid AND w.state = 'input_required'
      UNION ALL
      SELECT q.handoff_id, q.id, 'answer', q.answer, q.options, q.option FROM question q
      JOIN handoff w ON w.project_id = q.project_id AND w.id = q.handoff_id
        AND w.holder_id = q.asker_id AND w.version = q.answered_version
      WHERE q.project_id = ${projectId}::uuid AND q.asker_id = ${actorId}::uuid AND q.answered_at IS NOT NULL) m
    JOIN handoff h ON h.project_id = ${projectId}::uuid AND h.id = m.handoff_id
    JOIN LATERAL (SELECT max(v.seq) AS seq FROM event v WHERE v.project_id = h.project_id AND v.subject_id = h.id
      AND v.type = CASE m.kind WHEN 'question' THEN 'handoff.asked' ELSE 'handoff.answered' END) e ON e.seq > ${after}::bigint`;
}

/** Whether a cursor is of another log than this one: of another epoch, or beyond its end, as after a restore. */
function cursorLost(
  { after, epoch }: { readonly after?: number | undefined; readonly epoch?: string | undefined },
  project: { readonly seq: number; readonly epoch: string },
): boolean {
  return after !== undefined && (after > project.seq || (epoch !== undefined && epoch !== project.epoch));
}

interface Row {
  readonly item: NextItem | null;
  readonly cursor: number;
}

export const nextItem = defineQuery({
  name: 'inbox.next',
  title: 'Next item for you',
  description:
    'The next handoff offered to one of your roles, question to you or answer to yours, with the cursor to go on from.',
  input: NextItemInput,
  output: Inbox,
  permission: 'viewer',
  scope: 'read',
  read: async ({ facts, projectId, rows }, input) => {
    const { actor, project } = facts;
    if (actor === null || project === null) return null;
    const reset = cursorLost(input, project);
    const after = reset ? undefined : input.after;
    // What a full stage holds back stays ahead of the cursor, so that it is seen again once there is room.
    const look = async (offered: Sql): Promise<Row | undefined> =>
      (
        await rows(sql<Row>`WITH mine AS MATERIALIZED (SELECT s.version_id, s.key,
        ${input.claimable}::boolean AND s.wip_limit IS NOT NULL AND s.in_hand >= s.wip_limit AS full
      FROM stage s WHERE s.project_id = ${projectId}::uuid AND s.role_key = ANY(${[...actor.roles]}::text[])),
      found AS MATERIALIZED (SELECT h.*, s.full FROM (${offered}) h
        JOIN mine s ON s.version_id = h.version_id AND s.key = h.stage_key
        WHERE h.assignee_id IS NULL OR h.assignee_id = ${actor.id}::uuid),
      told AS MATERIALIZED (${messages(projectId, actor.id, actor.roles, after ?? -1)}),
      n AS MATERIALIZED (SELECT * FROM (
        SELECT project_id, number, title, version, stage_key, package, moved_at, seq, 'handoff' AS kind,
          NULL::uuid AS question_id, NULL AS body, NULL::jsonb AS options, NULL::int AS option FROM found WHERE NOT "full"
        UNION ALL
        SELECT project_id, number, title, version, stage_key, package, moved_at, seq, kind, question_id, body, options, option
          FROM told) x ORDER BY seq, number LIMIT 1),
      held AS (SELECT min(seq) - 1 AS seq FROM found WHERE "full")
      SELECT least(coalesce((SELECT n.seq FROM n), (SELECT c.seq FROM project_clock c WHERE c.project_id = ${projectId}::uuid)),
          (SELECT held.seq FROM held)) AS cursor,
        (SELECT jsonb_build_object('kind', n.kind, 'handoff', p.prefix || '-' || n.number, 'title', n.title,
            'version', n.version, 'stage', n.stage_key, 'reason', split_part(coalesce(e.type, 'handoff.created'), '.', 2),
            'from', ${actorJson('n.project_id', 'e.actor_id')},
            'note', coalesce(n.body, d.payload ->> 'note', d.payload ->> 'reason'), 'package', n.package,
            'seq', n.seq, 'at', coalesce(e.at, n.moved_at), 'untrusted', true)
            || CASE n.kind WHEN 'handoff' THEN '{}' ELSE jsonb_build_object('question', n.question_id, 'option', n.option,
              'options', jsonb_path_query_array(n.options, '$[*].label')) END
          FROM n JOIN project p ON p.id = n.project_id
          LEFT JOIN event e ON e.project_id = n.project_id AND e.seq = n.seq
          LEFT JOIN event_payload d ON d.project_id = n.project_id AND d.seq = n.seq) AS item`)
      )[0];
    const next = await look(
      after === undefined ? offeredNow(projectId, actor.id, -1, OLDEST) : offeredNext(projectId, after),
    );
    // Beyond the events that were read an offer may come before what was found, or before the end of the log.
    const whole =
      after === undefined ||
      project.seq <= after + FEW_EVENTS ||
      (next?.item?.seq ?? Infinity) <= after + FEW_EVENTS;
    const row = whole ? next : await look(offeredNow(projectId, actor.id, after, null));
    return row === undefined
      ? null
      : { item: row.item, cursor: row.cursor, epoch: project.epoch, reset, projectId };
  },
});
