import { z } from 'zod';
import { defineAction } from '../../actions/action';
import { plus, refuse } from '../../actions/change';
import { event } from '../../events/catalogue';
import { parsePlan } from './parse-plan';
import { findItem, tickSource } from './plan.rules';
import { PlanKey, PlanTickInput } from './plan.schema';
import { type PlanFacts, planFacts } from './plan-facts';
import { planResource, sourceColumns } from './plan-row';

export const tickPlan = defineAction<PlanFacts>()({
  name: 'plan.tick',
  title: 'Tick a plan item',
  description: 'Checks or opens one item; exactly one byte of the plan’s source changes.',
  input: PlanTickInput,
  output: z.strictObject({
    plan: PlanKey,
    version: z.number().int(),
    item: z.number().int(),
    checked: z.boolean(),
    sha256: z.string(),
  }),
  permission: 'member',
  scope: 'act',
  events: ['plan.ticked'],
  retry: 'server',
  refusals: ['RULE_REFUSED', 'INVALID_ARGUMENTS'],
  facts: (input) => planFacts(input.plan),
  derive: (facts) =>
    facts.project === null || facts.own.plan === null
      ? null
      : { resource: planResource(facts.project), context: {} },
  rule: (facts, input) => {
    const { plan } = facts.own;
    if (plan === null) return refuse('plan.none', 'There is no such plan.', { code: 'NOT_FOUND' });
    const source = Buffer.from(plan.base64, 'base64').toString('utf8');
    const item = findItem(parsePlan(source), input.item);
    if (item === undefined) {
      return refuse('plan.item', 'The plan has no such item.', { code: 'INVALID_ARGUMENTS' });
    }
    if (item.checked === input.checked) {
      return refuse(
        'plan.ticked',
        input.checked ? 'The item is checked already.' : 'The item is open already.',
      );
    }
    const columns = sourceColumns(tickSource(source, item, input.checked));
    return {
      kind: 'change',
      updates: [
        {
          table: 'plan',
          key: { id: plan.id },
          expect: { version: plan.version },
          set: { ...columns, version: plus(1) },
        },
        {
          table: 'plan_item',
          key: { plan_id: plan.id, ordinal: item.ordinal },
          set: { checked: input.checked },
        },
      ],
      events: [
        event(
          'plan.ticked',
          { kind: 'plan', id: plan.id },
          {
            plan: input.plan,
            item: item.ordinal,
            checked: input.checked,
            sha256: columns.sha256,
          },
        ),
      ],
      result: {
        plan: input.plan,
        version: plan.version + 1,
        item: item.ordinal,
        checked: input.checked,
        sha256: columns.sha256,
      },
    };
  },
});
