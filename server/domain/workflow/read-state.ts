import { defineQuery } from '../../actions/action';
import { type Fragment, sql } from '../../actions/sql';
import { stageHeads } from '../board/board-stages.sql';
import { cardCursor, readCardCursor } from '../board/card-cursor';
import { routeKind } from '../handoff/handoff.rules';
import type { HandoffCard } from '../handoff/handoff.schema';
import { cardJson } from '../handoff/handoff-card.sql';
import { WorkflowState, WorkflowStateInput } from './workflow.schema';

interface StateRow {
  readonly workflow: WorkflowState['workflow'] | null;
  readonly stages: WorkflowState['stages'];
  readonly routes: readonly Omit<WorkflowState['routes'][number], 'kind'>[];
  readonly handoffs: readonly HandoffCard[];
  readonly seq: number;
  readonly now: string;
}

interface Page {
  readonly workflow: string | null;
  readonly stage: string | null;
  readonly from: { readonly movedAt: string; readonly number: number } | null;
  readonly limit: number;
}

/** One row more than the page, to know whether there is another. Each stage and state is read by its index. */
function stateRow(projectId: string, { workflow, stage, from, limit }: Page): Fragment<{ view: StateRow }> {
  return sql<{
    view: StateRow;
  }>`WITH pr AS MATERIALIZED (SELECT * FROM project WHERE id = ${projectId}::uuid),
  w AS MATERIALIZED (SELECT v.* FROM workflow_version v, pr WHERE v.project_id = pr.id AND v.status = 'active'
    AND (${workflow}::text IS NULL OR v.workflow = ${workflow}::text) ORDER BY v.created_at, v.workflow LIMIT 1),
  page AS MATERIALIZED (SELECT h.* FROM w JOIN stage s ON s.project_id = w.project_id AND s.version_id = w.id
    CROSS JOIN unnest('{offered,active,input_required}'::handoff_state[]) AS live(state),
    LATERAL (SELECT x.* FROM handoff x WHERE x.project_id = s.project_id AND x.version_id = s.version_id AND x.stage_key = s.key
      AND x.state = live.state AND (${from?.movedAt ?? null}::timestamptz IS NULL
        OR (x.moved_at, x.number) > (${from?.movedAt ?? null}::timestamptz, ${from?.number ?? 0}::int))
      ORDER BY x.moved_at, x.number LIMIT ${limit + 1}::int) h
    WHERE ${stage}::text IS NULL OR s.key = ${stage}::text
    ORDER BY h.moved_at, h.number LIMIT ${limit + 1}::int)
  SELECT jsonb_build_object(
    'workflow', (SELECT jsonb_build_object('key', workflow, 'name', name, 'version', version) FROM w),
    'stages', coalesce((SELECT jsonb_agg(${stageHeads} ORDER BY s.position) FROM stage s, w WHERE s.project_id = w.project_id AND s.version_id = w.id), '[]'),
    'routes', coalesce((SELECT jsonb_agg(jsonb_build_object('from', r.from_key, 'to', r.to_key, 'requiresReview', r.requires_review,
        'count', (SELECT count(*) FROM transfer t JOIN handoff th ON th.project_id = t.project_id AND th.id = t.handoff_id
          WHERE t.project_id = r.project_id AND t.at > now() - interval '7 days' AND t.from_key = r.from_key AND t.to_key = r.to_key
            AND th.version_id = r.version_id)))
      FROM route r, w WHERE r.project_id = w.project_id AND r.version_id = w.id), '[]'),
    'handoffs', coalesce((SELECT jsonb_agg(${cardJson} ORDER BY h.moved_at, h.number) FROM page h, pr), '[]'),
    'seq', (SELECT c.seq FROM project_clock c, pr WHERE c.project_id = pr.id), 'now', clock_timestamp()) AS view`;
}

export const workflowState = defineQuery({
  name: 'workflow.state',
  title: 'What stands where',
  description: 'Stages, routes and counts of a workflow, with its live handoffs page by page.',
  input: WorkflowStateInput,
  output: WorkflowState,
  permission: 'viewer',
  scope: 'read',
  read: async ({ facts, projectId, rows }, { workflow = null, stage = null, cursor, limit }) => {
    const from = readCardCursor(cursor);
    const [row] = await rows(stateRow(projectId, { workflow, stage, from, limit }));
    if (row === undefined || row.view.workflow === null || facts.project === null) return null;
    const { stages, routes, handoffs, seq, now } = row.view;
    const stageOf = new Map(stages.map((each) => [each.key, each]));
    const page = handoffs.slice(0, limit);
    const last = page.at(-1);
    return {
      project: facts.project.key,
      workflow: row.view.workflow,
      stages,
      routes: routes.map((route) => {
        const source = stageOf.get(route.from);
        const target = stageOf.get(route.to);
        return { ...route, kind: source && target ? routeKind(source, target) : ('forward' as const) };
      }),
      handoffs: page,
      nextCursor: handoffs.length > limit && last ? cardCursor(last) : null,
      seq,
      now,
      untrusted: true as const,
    };
  },
});
