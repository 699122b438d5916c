import { z } from 'zod';
import { defineAction } from '../../actions/action';
import { refuse } from '../../actions/change';
import { PlanKey, PlanTickInput } from './plan.schema';
import { type PlanFacts, planFacts } from './plan-facts';
import { ticked } from './plan-links.rules';
import { itemParts, planResource } from './plan-row';

export const tickPlan = defineAction<PlanFacts>()({
  name: 'plan.tick',
  title: 'Tick a plan item',
  description: 'Checks or opens one item; exactly one byte of the plan’s source changes.',
  input: PlanTickInput,
  output: z.strictObject({
    plan: PlanKey,
    version: z.number().int(),
    item: z.number().int(),
    key: z.string(),
    checked: z.boolean(),
    sha256: z.string(),
  }),
  permission: 'member',
  scope: 'act',
  events: ['plan.ticked'],
  retry: 'server',
  refusals: ['RULE_REFUSED', 'INVALID_ARGUMENTS'],
  facts: (input) => planFacts(input.plan, input.item),
  derive: (facts) =>
    facts.project === null || facts.own.plan === null
      ? null
      : { resource: planResource(facts.project), context: {} },
  rule: (facts, input) => {
    const { plan, item } = facts.own;
    if (plan === null) return refuse('plan.none', 'There is no such plan.', { code: 'NOT_FOUND' });
    if (item === null) {
      return refuse('plan.item', 'The plan has no such item.', { code: 'INVALID_ARGUMENTS' });
    }
    if (item.checked === input.checked) {
      return refuse(
        'plan.ticked',
        input.checked ? 'The item is checked already.' : 'The item is open already.',
        { details: { item: item.ordinal, checked: item.checked } },
      );
    }
    return {
      kind: 'change',
      ...itemParts([ticked(item, input.checked)], null),
      result: {
        plan: input.plan,
        // The database says which: others may tick at the same time.
        version: plan.version + 1,
        item: item.ordinal,
        key: item.item,
        checked: input.checked,
        sha256: '',
      },
      returning: [
        { table: 'plan', column: 'version', as: 'version' },
        { table: 'plan', column: 'sha256', as: 'sha256' },
      ],
    };
  },
});
