import { z } from 'zod';
import { defineQuery } from '../../actions/action';
import { raw, sql } from '../../actions/sql';
import { fitPage } from './fit-page';
import { clip } from './import-plan.rules';
import { percentOf, sumProgress } from './plan.rules';
import {
  GetPlan,
  PlanKey,
  type PlanPhaseView,
  type PlanProgress,
  PlanSummary,
  PlanView,
} from './plan.schema';

/** Phases read at once; a plan rarely has more than ten. */
const PHASES = 200;
/** Characters of a goal, a name and a title where the answer has to stay small. */
const SHORT = 160;

interface PhaseRow extends Omit<PlanPhaseView, 'progress'> {
  readonly progress: Omit<PlanProgress, 'percent'>;
}

interface PlanRow {
  readonly id: string;
  readonly title: string;
  readonly version: number;
  readonly sha256: string;
  readonly about: {
    readonly date?: string | null;
    readonly author?: string | null;
    readonly notes?: { title: string; text: string }[];
  };
  readonly phases: readonly PhaseRow[];
}

/** Checked and all of the boxes that a condition holds for. */
const tally = (condition: string) =>
  `jsonb_build_object('checked', count(i.ordinal) FILTER (WHERE ${condition} AND i.checked), 'total', count(i.ordinal) FILTER (WHERE ${condition}))`;

const linkedWhere = (condition: string) =>
  `count(i.ordinal) FILTER (WHERE i.leaf AND NOT i.checked AND i.open_links > 0 AND EXISTS (SELECT FROM plan_link l
    JOIN handoff h ON h.project_id = l.project_id AND h.id = l.handoff_id
    WHERE l.project_id = i.project_id AND l.plan_id = i.plan_id AND l.item_key = i.key AND ${condition}))`;

/** Its last hop was a return, or its holder was lost: it waits for somebody. */
const WAITS = `h.state = 'offered' AND (h.stale_at IS NOT NULL OR (SELECT t.kind FROM transfer t
  WHERE t.project_id = h.project_id AND t.handoff_id = h.id ORDER BY t.at DESC LIMIT 1) = 'return')`;

const phasesJson =
  raw(`coalesce((SELECT jsonb_agg(x.phase ORDER BY x.ordinal) FROM (SELECT ph.ordinal, jsonb_build_object(
    'key', ph.key, 'ordinal', ph.ordinal, 'number', ph.number, 'title', ph.title, 'goals', ph.goals, 'technologies', ph.technologies,
    'progress', jsonb_build_object('leaves', ${tally('i.leaf')}, 'boxes', ${tally('true')},
      'topLevel', ${tally(`i.section = 'primary' AND i.parent_key IS NULL`)},
      'nested', ${tally(`i.section = 'primary' AND i.parent_key IS NOT NULL`)}, 'secondary', ${tally(`i.section = 'secondary'`)}),
    'moving', ${linkedWhere(`h.state IN ('offered', 'active', 'input_required') AND NOT (${WAITS})`)},
    'waiting', ${linkedWhere(WAITS)}) AS phase
  FROM plan_phase ph LEFT JOIN plan_item i ON i.project_id = ph.project_id AND i.plan_id = ph.plan_id AND i.phase_key = ph.key
  WHERE ph.project_id = pl.project_id AND ph.plan_id = pl.id
  GROUP BY ph.project_id, ph.plan_id, ph.key LIMIT ${PHASES}) x), '[]')`);

export const getPlan = defineQuery({
  name: 'plan.get',
  title: 'The phase plan',
  description:
    'Phases with goals, technologies and progress counted from the ticks of one plan; plan.items lists its items.',
  input: GetPlan,
  output: PlanView,
  permission: 'viewer',
  scope: 'read',
  read: async ({ projectId, rows }, input) => {
    const [row] =
      await rows(sql<PlanRow>`SELECT pl.id, pl.title, pl.version, pl.sha256, pl.about, ${phasesJson} AS phases
      FROM plan pl WHERE pl.project_id = ${projectId}::uuid AND pl.key = ${input.plan}`);
    if (row === undefined) return null;
    const phases = row.phases.map((phase) => ({
      ...phase,
      progress: { ...phase.progress, percent: percentOf(phase.progress.leaves) },
    }));
    const later = phases.filter(({ ordinal }) => ordinal > input.after);
    const shown = input.full
      ? later
      : fitPage(
          later.map((phase) => ({
            ...phase,
            title: clip(phase.title, SHORT),
            goals: phase.goals.slice(0, 5).map((goal) => clip(goal, SHORT)),
            technologies: phase.technologies.slice(0, 12).map((name) => clip(name, 60)),
          })),
          6_000,
        );
    const last = shown.at(-1)?.ordinal ?? 0;
    const total = sumProgress(phases.map(({ progress }) => progress));
    return {
      plan: input.plan,
      title: input.full ? row.title : clip(row.title, SHORT),
      version: row.version,
      sha256: row.sha256,
      date: clip(row.about.date ?? '', 60) || null,
      author: clip(row.about.author ?? '', 120) || null,
      phases: shown,
      next: shown.length < later.length ? last : null,
      totals: { phases: phases.length, items: total.leaves.total },
      progress: total,
      notes: input.full ? (row.about.notes ?? []) : [],
      untrusted: true as const,
    };
  },
});

export const listPlans = defineQuery({
  name: 'plan.list',
  title: 'Plans',
  description: 'The plans of the project with how much of each is done.',
  input: z.strictObject({ after: PlanKey.optional().describe('Key of the last plan seen') }),
  output: z.object({
    plans: z.array(PlanSummary),
    next: z.string().nullable(),
    untrusted: z.literal(true),
  }),
  permission: 'viewer',
  scope: 'read',
  read: async ({ projectId, rows }, input) => {
    const found = await rows(sql<PlanSummary>`SELECT pl.key AS plan, left(pl.title, 160) AS title,
        (SELECT count(*)::int FROM plan_phase ph WHERE ph.project_id = pl.project_id AND ph.plan_id = pl.id) AS phases,
        (SELECT jsonb_build_object('checked', count(*) FILTER (WHERE i.checked), 'total', count(*)) FROM plan_item i
          WHERE i.project_id = pl.project_id AND i.plan_id = pl.id AND i.leaf) AS leaves
      FROM plan pl WHERE pl.project_id = ${projectId}::uuid AND pl.key > ${input.after ?? ''} ORDER BY pl.key LIMIT 25`);
    const plans = fitPage(found);
    return {
      plans,
      next: plans.length < found.length || found.length === 25 ? (plans.at(-1)?.plan ?? null) : null,
      untrusted: true as const,
    };
  },
});

export const exportPlan = defineQuery({
  name: 'plan.export',
  title: 'Export a plan',
  description: 'The plan’s Markdown, byte for byte as it was imported but for the ticks since.',
  input: z.strictObject({ plan: PlanKey.default('master') }),
  output: z.object({
    plan: PlanKey,
    sha256: z.string(),
    base64: z.string(),
    version: z.number().int(),
    untrusted: z.literal(true),
  }),
  permission: 'viewer',
  scope: 'read',
  read: async ({ projectId, rows }, input) => {
    const [row] = await rows(sql<{
      sha256: string;
      base64: string;
      version: number;
    }>`SELECT pl.sha256, pl.version,
        translate(encode(pl.source, 'base64'), E'\n', '') AS base64
      FROM plan pl WHERE pl.project_id = ${projectId}::uuid AND pl.key = ${input.plan}`);
    if (row === undefined) return null;
    const { sha256, base64, version } = row;
    return { plan: input.plan, sha256, base64, version, untrusted: true as const };
  },
});
