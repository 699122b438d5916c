import { z } from 'zod';
import { defineAction, type Facts } from '../../actions/action';
import { plus, refuse, type Update } from '../../actions/change';
import { type Fragment, sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { PlanKey, PlanLinkInput } from './plan.schema';
import { handoffMatch, planItemJson, planJson } from './plan-facts';
import { doneLinked, handoffOpened, type PlanItemFacts, unlinked } from './plan-links.rules';
import { itemParts, planResource } from './plan-row';

/** Handoffs of one item, and items of one handoff: each of them is touched in one commit. */
const MAX_LINKS = 40;

interface LinkFacts {
  readonly plan: { readonly id: string; readonly version: number } | null;
  readonly item: PlanItemFacts | null;
  readonly handoff: {
    readonly id: string;
    readonly state: string;
    readonly linkVersion: number;
    readonly items: number;
  } | null;
  readonly linked: boolean;
}

const linkFacts = ({ plan, item, handoff }: z.output<typeof PlanLinkInput>): Fragment<LinkFacts> =>
  sql<LinkFacts>`(WITH i AS MATERIALIZED (SELECT ${planItemJson(plan, item)} AS item),
    h AS MATERIALIZED (SELECT h.* FROM handoff h, p WHERE h.project_id = p.id AND ${handoffMatch(handoff)})
    SELECT jsonb_build_object('plan', ${planJson(plan)}, 'item', i.item,
      'handoff', (SELECT jsonb_build_object('id', h.id, 'state', h.state, 'linkVersion', h.link_version,
        'items', (SELECT count(*) FROM plan_link k WHERE k.project_id = h.project_id AND k.handoff_id = h.id)) FROM h),
      'linked', EXISTS (SELECT FROM plan_link k, h WHERE k.project_id = h.project_id AND k.handoff_id = h.id
        AND k.plan_id = (i.item ->> 'planId')::uuid AND k.item_key = i.item ->> 'item')) FROM i)`;

/** Neither a completion that does not know the link nor a link that does not know the completion gets by. */
const seen = (handoff: NonNullable<LinkFacts['handoff']>): Update => ({
  table: 'handoff',
  key: { id: handoff.id },
  expect: { state: handoff.state, link_version: handoff.linkVersion },
  set: { link_version: plus(1) },
});

const derive = (facts: Facts<LinkFacts>) =>
  facts.project === null || facts.own.plan === null || facts.own.handoff === null
    ? null
    : { resource: planResource(facts.project), context: {} };

const spec = {
  input: PlanLinkInput,
  output: z.strictObject({
    plan: PlanKey,
    item: z.number().int(),
    key: z.string(),
    handoff: z.string(),
    checked: z.boolean(),
  }),
  permission: 'member',
  scope: 'act',
  besides: ['plan.ticked'],
  retry: 'server',
  refusals: ['RULE_REFUSED', 'INVALID_ARGUMENTS'],
  facts: linkFacts,
  derive,
} as const;

/** Plan, item and handoff, all there; or the refusal that names what is not. */
function known({ plan, item, handoff }: LinkFacts) {
  if (plan === null || handoff === null) {
    return refuse('plan.none', 'There is no such plan or handoff.', { code: 'NOT_FOUND' });
  }
  if (item === null) return refuse('plan.item', 'The plan has no such item.', { code: 'INVALID_ARGUMENTS' });
  return { kind: 'known' as const, plan, item, handoff };
}

export const linkPlan = defineAction<LinkFacts>()({
  ...spec,
  name: 'plan.link',
  title: 'Link a plan item to a handoff',
  description:
    'The item closes by itself when its last linked handoff is done, and opens while one of them is not.',
  events: ['plan.linked'],
  rule: (facts, input) => {
    const found = known(facts.own);
    if (found.kind === 'refusal') return found;
    const { plan, item, handoff } = found;
    if (facts.own.linked) return refuse('plan.linked', 'The item is linked to this handoff already.');
    if (item.links >= MAX_LINKS || handoff.items >= MAX_LINKS) {
      return refuse('plan.links', 'An item has so many handoffs at most, and a handoff so many items.', {
        details: { most: MAX_LINKS },
      });
    }
    const change = handoff.state === 'done' ? doneLinked(item) : handoffOpened(item);
    const parts = itemParts([change], input.handoff);
    return {
      kind: 'change',
      updates: [...parts.updates, seen(handoff)],
      inserts: [
        {
          table: 'plan_link',
          rows: [{ plan_id: plan.id, item_key: item.item, handoff_id: handoff.id }],
        },
      ],
      events: [
        event(
          'plan.linked',
          { kind: 'plan', id: plan.id },
          { plan: input.plan, item: item.ordinal, key: item.item, handoff: input.handoff },
        ),
        ...parts.events,
      ],
      result: {
        plan: input.plan,
        item: item.ordinal,
        key: item.item,
        handoff: input.handoff,
        checked: change.checked,
      },
    };
  },
});

export const unlinkPlan = defineAction<LinkFacts>()({
  ...spec,
  name: 'plan.unlink',
  title: 'Unlink a plan item from a handoff',
  description: 'Takes the link away. Where only done handoffs are left, they close the item.',
  events: ['plan.unlinked'],
  rule: (facts, input) => {
    const found = known(facts.own);
    if (found.kind === 'refusal') return found;
    const { plan, item, handoff } = found;
    if (!facts.own.linked) return refuse('plan.unlinked', 'The item is not linked to this handoff.');
    const change = unlinked(item, handoff.state === 'done');
    const parts = itemParts([change], input.handoff);
    return {
      kind: 'change',
      updates: [...parts.updates, seen(handoff)],
      deletes: [
        { table: 'plan_link', key: { plan_id: plan.id, item_key: item.item, handoff_id: handoff.id } },
      ],
      events: [
        event(
          'plan.unlinked',
          { kind: 'plan', id: plan.id },
          { plan: input.plan, item: item.ordinal, key: item.item, handoff: input.handoff },
        ),
        ...parts.events,
      ],
      result: {
        plan: input.plan,
        item: item.ordinal,
        key: item.item,
        handoff: input.handoff,
        checked: change.checked,
      },
    };
  },
});
