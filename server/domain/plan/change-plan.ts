import { z } from 'zod';
import { defineAction, type Facts } from '../../actions/action';
import { plus, refuse } from '../../actions/change';
import { Confirm } from '../../actions/confirm.schema';
import { type Fragment, sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { PlanKey } from './plan.schema';
import { planResource } from './plan-row';

interface WholePlan {
  readonly plan: {
    readonly id: string;
    readonly key: string;
    readonly version: number;
    readonly title: string;
    readonly sha256: string;
    readonly items: number;
  } | null;
}

const wholePlan = (key: string): Fragment<WholePlan> =>
  sql<WholePlan>`(SELECT jsonb_build_object('plan', (SELECT jsonb_build_object('id', pl.id, 'key', pl.key, 'version', pl.version,
    'title', pl.title, 'sha256', pl.sha256, 'items', (SELECT count(*) FROM plan_item i WHERE i.project_id = pl.project_id AND i.plan_id = pl.id))
    FROM plan pl, p WHERE pl.project_id = p.id AND pl.key = ${key})))`;

const none = () => refuse('plan.none', 'There is no such plan.', { code: 'NOT_FOUND' });
/** Named by its key: a removal has to name exactly what goes. */
const derive = (facts: Facts<WholePlan>) =>
  facts.project === null || facts.own.plan === null
    ? null
    : { resource: planResource(facts.project, facts.own.plan.key), context: {} };

export const renamePlan = defineAction<WholePlan>()({
  name: 'plan.rename',
  title: 'Rename a plan',
  description: 'Gives the plan another title; its source stays as it is.',
  input: z.strictObject({ plan: PlanKey, title: z.string().trim().min(1).max(300) }),
  output: z.strictObject({ plan: PlanKey, title: z.string() }),
  permission: 'lead',
  scope: 'act',
  events: ['plan.renamed'],
  retry: 'server',
  refusals: [],
  facts: (input) => wholePlan(input.plan),
  derive,
  rule: ({ own: { plan } }, { title }) => {
    if (plan === null) return none();
    return {
      kind: 'change',
      updates: [
        {
          table: 'plan',
          key: { id: plan.id },
          expect: { version: plan.version },
          set: { title, version: plus(1) },
        },
      ],
      events: [event('plan.renamed', { kind: 'plan', id: plan.id }, { plan: plan.key, title })],
      result: { plan: plan.key, title },
    };
  },
});

export const removePlan = defineAction<WholePlan>()({
  name: 'plan.remove',
  title: 'Remove a plan',
  description: 'Takes the plan, its items and their links away; handoffs and the log stay. Export it first.',
  input: z.strictObject({ plan: PlanKey, confirm: Confirm }),
  output: z.strictObject({ plan: PlanKey, items: z.number().int(), sha256: z.string() }),
  permission: 'lead',
  scope: 'act',
  destructive: true,
  events: ['plan.removed'],
  retry: 'server',
  refusals: [],
  facts: (input) => wholePlan(input.plan),
  derive,
  rule: ({ own: { plan }, project }) => {
    if (plan === null) return none();
    const { id, key, title, items, sha256 } = plan;
    return {
      kind: 'change',
      deletes: [
        { table: 'plan_link', key: { plan_id: id } },
        { table: 'plan_item', key: { plan_id: id } },
        { table: 'plan_phase', key: { plan_id: id } },
        { table: 'plan', key: { id } },
      ],
      // What an import put there since would stay behind.
      ...(project === null ? {} : { atSeq: project.seq }),
      events: [event('plan.removed', { kind: 'plan', id }, { plan: key, title, items, sha256 })],
      result: { plan: key, items, sha256 },
    };
  },
});
