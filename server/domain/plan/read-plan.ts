import { z } from 'zod';
import { defineQuery } from '../../actions/action';
import { sql } from '../../actions/sql';
import { parsePlan } from './parse-plan';
import { toPlanView } from './plan.rules';
import { PlanKey, PlanView } from './plan.schema';

interface Row {
  readonly title: string;
  readonly base64: string;
  readonly sha256: string;
  readonly version: number;
}

const GetPlan = z.strictObject({ plan: PlanKey.default('master') });

const planRow = (projectId: string, key: string) =>
  sql<Row>`SELECT pl.title, pl.sha256, pl.version, translate(encode(pl.source, 'base64'), E'\n', '') AS base64
    FROM plan pl WHERE pl.project_id = ${projectId}::uuid AND pl.key = ${key}`;

export const getPlan = defineQuery({
  name: 'plan.get',
  title: 'The phase plan',
  description: 'Phases with goals, nested items, technologies and progress of one plan.',
  input: GetPlan,
  output: PlanView.extend({ version: z.number().int(), sha256: z.string(), untrusted: z.literal(true) }),
  permission: 'viewer',
  scope: 'read',
  read: async ({ projectId, rows }, input) => {
    const [row] = await rows(planRow(projectId, input.plan));
    if (row === undefined) return null;
    const source = Buffer.from(row.base64, 'base64').toString('utf8');
    const view = toPlanView(parsePlan(source), { key: input.plan, title: row.title });
    return { ...view, version: row.version, sha256: row.sha256, untrusted: true as const };
  },
});

export const exportPlan = defineQuery({
  name: 'plan.export',
  title: 'Export a plan',
  description: 'The plan’s Markdown, byte for byte as it was imported but for the ticks since.',
  input: GetPlan,
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
    const [row] = await rows(planRow(projectId, input.plan));
    if (row === undefined) return null;
    const { sha256, base64, version } = row;
    return { plan: input.plan, sha256, base64, version, untrusted: true as const };
  },
});
