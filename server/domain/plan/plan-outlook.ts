import { z } from 'zod';
import { defineQuery } from '../../actions/action';
import { sql } from '../../actions/sql';
import { clip } from './import-plan.rules';
import { PlanDay, PlanKey, PlanRisk } from './plan.schema';
import { type PlanStep, planDays } from './plan-outlook.rules';

/** Newest events looked at, and days and risks shown. */
const STEPS = 600;
const DAYS = 60;
const RISKS = 12;

interface Row {
  readonly scope: number;
  readonly done: number;
  readonly today: string;
  readonly steps: readonly PlanStep[];
  readonly risks: readonly PlanRisk[];
  readonly riskCount: number;
}

export const planOutlook = defineQuery({
  name: 'plan.outlook',
  title: 'How a plan goes',
  description:
    'Scope and done by day, from the event log, and the open items whose handoffs were returned, stale, asked or cancelled.',
  input: z.strictObject({ plan: PlanKey.default('master') }),
  output: z.object({
    plan: PlanKey,
    days: z.array(PlanDay),
    risks: z.array(PlanRisk),
    riskCount: z.int(),
    untrusted: z.literal(true),
  }),
  permission: 'viewer',
  scope: 'read',
  read: async ({ projectId, rows }, input) => {
    const [row] = await rows(sql<Row>`WITH pl AS MATERIALIZED (SELECT * FROM (SELECT id, project_id FROM plan
        WHERE project_id = ${projectId}::uuid AND key = ${input.plan}) x),
      r AS MATERIALIZED (SELECT i.ordinal AS item, i.text, h.number, pr.prefix || '-' || h.number AS handoff, h.returns,
          CASE WHEN h.state = 'cancelled' THEN 'cancelled' WHEN h.state = 'input_required' THEN 'asked'
            WHEN h.stale_at IS NOT NULL THEN 'stale'
            WHEN h.state = 'offered' AND (SELECT t.kind FROM transfer t WHERE t.project_id = h.project_id AND t.handoff_id = h.id
              ORDER BY t.at DESC LIMIT 1) = 'return' THEN 'returned' END AS kind,
          coalesce(h.stale_at, h.closed_at, h.moved_at) AS since
        FROM pl JOIN plan_link l ON l.project_id = pl.project_id AND l.plan_id = pl.id
        JOIN plan_item i ON i.project_id = l.project_id AND i.plan_id = l.plan_id AND i.key = l.item_key AND NOT i.checked
        JOIN handoff h ON h.project_id = l.project_id AND h.id = l.handoff_id AND h.state <> 'done'
        JOIN project pr ON pr.id = h.project_id)
      SELECT (SELECT count(*)::int FROM plan_item i WHERE i.project_id = pl.project_id AND i.plan_id = pl.id AND i.leaf) AS scope,
        (SELECT count(*)::int FROM plan_item i WHERE i.project_id = pl.project_id AND i.plan_id = pl.id AND i.leaf AND i.checked) AS done,
        to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS today,
        coalesce((SELECT jsonb_agg(jsonb_build_object('at', s.at, 'leaves', s.payload -> 'leaves', 'done', s.payload -> 'done',
            'turn', CASE WHEN s.type = 'plan.ticked' THEN CASE WHEN (s.payload ->> 'leaf')::boolean IS FALSE THEN 0
              WHEN (s.payload ->> 'checked')::boolean THEN 1 ELSE -1 END END) ORDER BY s.seq)
          FROM (SELECT e.seq, e.at AT TIME ZONE 'UTC' AS at, e.type, d.payload FROM event e
            JOIN event_payload d ON d.project_id = e.project_id AND d.seq = e.seq
            WHERE e.project_id = pl.project_id AND e.subject_id = pl.id AND e.type IN ('plan.imported', 'plan.ticked')
            ORDER BY e.seq DESC LIMIT ${STEPS}::int) s), '[]') AS steps,
        coalesce((SELECT jsonb_agg(jsonb_build_object('kind', x.kind, 'handoff', x.handoff, 'item', x.item, 'text', left(x.text, 200),
            'returns', x.returns, 'since', x.since) ORDER BY x.returns DESC, x.since)
          FROM (SELECT * FROM r WHERE kind IS NOT NULL ORDER BY returns DESC, since LIMIT ${RISKS}::int) x), '[]') AS risks,
        (SELECT count(*)::int FROM r WHERE kind IS NOT NULL) AS "riskCount"
      FROM pl`);
    if (row === undefined) return null;
    return {
      plan: input.plan,
      days: planDays(row.steps, row).slice(-DAYS),
      risks: row.risks.map((risk) => ({ ...risk, text: clip(risk.text, 160) })),
      riskCount: row.riskCount,
      untrusted: true as const,
    };
  },
});
