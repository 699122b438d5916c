import { defineQuery } from '../../actions/action';
import { type Fragment, sql } from '../../actions/sql';
import { agentsAtWork } from '../agent/at-work.sql';
import { routeKind } from '../handoff/handoff.rules';
import type { ActorView, HandoffCard } from '../handoff/handoff.schema';
import { actorJson, cardJson, requiredCounts } from '../handoff/handoff-card.sql';
import { type BoardStage, BoardView, BoardWindow } from './board.schema';
import { stageHeads } from './board-stages.sql';
import { cardCursor } from './card-cursor';

interface WindowRow {
  readonly workflow: { key: string; name: { en: string; ru: string }; version: number; id: string } | null;
  readonly stages: readonly Omit<BoardStage, 'cards' | 'nextCursor'>[];
  readonly cards: readonly HandoffCard[];
  readonly routes: readonly { from: string; to: string; requiresReview: boolean; count: number }[];
  readonly totals: { needsYou: number; stale: number; blocked: number; agentsAtWork: number };
  readonly present: readonly ActorView[];
  readonly lastTransfer: { actor: ActorView; handoff: string; to: string; kind: string; at: string } | null;
  readonly me: ActorView;
  readonly seq: number;
  readonly now: string;
}

/** Every kind of transfer but the creation, written out: of a list of constants the planner knows how rare they are. */
const handOvers = sql`'send', 'return', 'route', 'reopen', 'complete'`;

/** Cards of each stage: live ones by their last move, oldest first, then what was done this week. */
function windowRow(
  projectId: string,
  actorId: string,
  workflow: string | null,
  perStage: number,
): Fragment<{ view: WindowRow }> {
  return sql<{
    view: WindowRow;
  }>`WITH pr AS MATERIALIZED (SELECT * FROM project WHERE id = ${projectId}::uuid),
  w AS MATERIALIZED (SELECT v.* FROM workflow_version v, pr WHERE v.project_id = pr.id AND v.status = 'active'
    AND (${workflow}::text IS NULL OR v.workflow = ${workflow}::text) ORDER BY v.created_at, v.workflow LIMIT 1),
  top AS MATERIALIZED (SELECT h.*, row_number() OVER (PARTITION BY h.stage_key ORDER BY h.state IN ('done', 'cancelled'), CASE WHEN h.closed_at IS NULL THEN h.moved_at END, h.closed_at DESC, h.id) AS place
    FROM stage s, w, LATERAL (
      (SELECT l.* FROM (VALUES ('offered'::handoff_state), ('active'), ('input_required')) live(state), LATERAL
        (SELECT * FROM handoff h WHERE h.project_id = s.project_id AND h.version_id = s.version_id AND h.stage_key = s.key
          AND h.state = live.state ORDER BY h.moved_at, h.id LIMIT ${perStage}::int) l
        ORDER BY l.moved_at, l.id LIMIT ${perStage}::int)
      UNION ALL
      (SELECT * FROM handoff h WHERE h.project_id = s.project_id AND h.version_id = s.version_id AND h.stage_key = s.key
        AND h.state = 'done' AND h.moved_at > now() - interval '7 days' ORDER BY h.moved_at DESC, h.id LIMIT 2)) h
    WHERE s.project_id = w.project_id AND s.version_id = w.id),
  stages AS MATERIALIZED (SELECT s.project_id, s.version_id, s.key, EXISTS (SELECT FROM actor_role r
      WHERE r.project_id = s.project_id AND r.actor_id = ${actorId}::uuid AND r.role_key = s.role_key) AS mine
    FROM stage s, w WHERE s.project_id = w.project_id AND s.version_id = w.id),
  passed AS MATERIALIZED (SELECT t.from_key, t.to_key, count(*) AS count FROM w JOIN transfer t ON t.project_id = w.project_id
    JOIN handoff th ON th.project_id = t.project_id AND th.id = t.handoff_id AND th.version_id = w.id
    WHERE t.project_id = ${projectId}::uuid AND t.kind IN (${handOvers}) AND t.at > now() - interval '7 days' GROUP BY 1, 2)
  SELECT jsonb_build_object(
    'workflow', (SELECT jsonb_build_object('key', workflow, 'name', name, 'version', version, 'id', id) FROM w),
    'stages', coalesce((SELECT jsonb_agg(${stageHeads} ORDER BY s.position) FROM stage s, w WHERE s.project_id = w.project_id AND s.version_id = w.id), '[]'),
    'cards', coalesce((SELECT jsonb_agg(${cardJson} ORDER BY h.stage_key, h.place) FROM top h, pr), '[]'),
    'routes', coalesce((SELECT jsonb_agg(jsonb_build_object('from', r.from_key, 'to', r.to_key, 'requiresReview', r.requires_review,
        'count', coalesce(passed.count, 0)))
      FROM w JOIN route r ON r.project_id = w.project_id AND r.version_id = w.id
      LEFT JOIN passed ON passed.from_key = r.from_key AND passed.to_key = r.to_key), '[]'),
    -- Who needs you: what is offered at your stages, and by name; not what is offered there to somebody else by name. Told
    -- so, both parts are found by index alone.
    'totals', jsonb_build_object(
        'needsYou', (SELECT count(*) FROM stages s JOIN handoff h ON h.project_id = s.project_id AND h.version_id = s.version_id
              AND h.stage_key = s.key AND h.state = 'offered' WHERE s.mine)
          + (SELECT coalesce(sum(CASE WHEN h.assignee_id = ${actorId}::uuid THEN 1 ELSE 0 END - CASE WHEN s.mine THEN 1 ELSE 0 END), 0)
            FROM stages s JOIN handoff h ON h.project_id = s.project_id AND h.version_id = s.version_id AND h.stage_key = s.key
            WHERE h.project_id = ${projectId}::uuid AND h.state = 'offered' AND h.assignee_id IS NOT NULL),
        'stale', (SELECT count(*) FROM w JOIN handoff h ON h.project_id = w.project_id AND h.version_id = w.id
            WHERE h.stale_at IS NOT NULL AND h.state IN ('offered', 'active', 'input_required')),
        'blocked', (SELECT count(*) FROM w JOIN handoff h ON h.project_id = w.project_id AND h.version_id = w.id
            WHERE h.refused_at IS NOT NULL AND h.state IN ('offered', 'active', 'input_required')
              AND (SELECT (n.c ->> 'passed')::int < (n.c ->> 'total')::int FROM (SELECT ${requiredCounts} AS c) n)),
        'agentsAtWork', ${agentsAtWork(projectId)}),
    'present', coalesce((SELECT jsonb_agg(x.j) FROM (SELECT DISTINCT ${actorJson('hh.project_id', 'hh.holder_id')} AS j
      FROM handoff hh, w WHERE hh.project_id = w.project_id AND hh.version_id = w.id AND hh.state IN ('active', 'input_required') LIMIT 12) x), '[]'),
    'lastTransfer', (SELECT jsonb_build_object('actor', ${actorJson('t.project_id', 't.actor_id')}, 'handoff', pr.prefix || '-' || th.number,
        'to', t.to_key, 'kind', t.kind, 'at', t.at)
      FROM (SELECT * FROM transfer x WHERE x.project_id = ${projectId}::uuid
          AND x.kind IN (${handOvers}) ORDER BY x.at DESC LIMIT 1) t
      JOIN handoff th ON th.project_id = t.project_id AND th.id = t.handoff_id, pr),
    'me', (SELECT ${actorJson('pr.id', 'mex.id')} FROM pr, (SELECT ${actorId}::uuid AS id) mex),
    'seq', (SELECT c.seq FROM project_clock c, pr WHERE c.project_id = pr.id), 'now', clock_timestamp()) AS view`;
}

export const boardWindow = defineQuery({
  name: 'board.window',
  title: 'The board',
  description:
    'Stages, routes and a window of cards of one workflow, with the sequence number to follow from.',
  input: BoardWindow,
  output: BoardView,
  permission: 'viewer',
  scope: 'read',
  read: async ({ facts, projectId, rows }, input) => {
    const { actor, project } = facts;
    if (actor === null || project === null) return null;
    const [row] = await rows(windowRow(projectId, actor.id, input.workflow ?? null, input.perStage));
    if (row === undefined || row.view.workflow === null) return null;
    const { workflow, stages, cards, routes, me, totals, present, lastTransfer, seq, now } = row.view;
    const position = new Map(stages.map((stage) => [stage.key, stage]));
    return {
      project: { key: project.key, name: project.name, prefix: project.prefix },
      workflow: { key: workflow.key, name: workflow.name, version: workflow.version },
      stages: stages.map((stage) => {
        const own = cards.filter((card) => card.stage === stage.key);
        const live = own.filter((card) => card.state !== 'done' && card.state !== 'cancelled');
        const last = live.at(-1);
        return {
          ...stage,
          cards: own,
          nextCursor: last !== undefined && live.length < stage.count ? cardCursor(last) : null,
        };
      }),
      routes: routes.map((route) => {
        const from = position.get(route.from);
        const to = position.get(route.to);
        return { ...route, kind: from && to ? routeKind(from, to) : ('forward' as const) };
      }),
      totals: { live: stages.reduce((sum, { count }) => sum + count, 0), ...totals },
      present: [...present],
      lastTransfer,
      me: { actor: me, permission: actor.permission ?? 'member', roles: [...actor.roles] },
      seq,
      now,
    };
  },
});
