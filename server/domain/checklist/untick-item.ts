import { defineAction } from '../../actions/action';
import { refuse } from '../../actions/change';
import { event } from '../../events/catalogue';
import { handoffUpdate } from '../handoff/handoff.rules';
import { deriveHandoff, labelOf } from '../handoff/handoff-derive.rules';
import { type HandoffFacts, handoffFacts } from '../handoff/handoff-facts';
import { itemOf, openAfter, tickable, tickFacts, unknownItem } from './checklist.rules';
import { ItemResult, UntickItem } from './checklist.schema';

export const untickItem = defineAction<HandoffFacts>()({
  name: 'checklist.untick',
  title: 'Untick a checklist item',
  description: 'Opens a ticked item again. The earlier tick stays in the history.',
  input: UntickItem,
  output: ItemResult,
  permission: 'member',
  scope: 'act',
  events: ['checklist.unticked'],
  retry: 'server',
  refusals: ['RULE_REFUSED', 'INVALID_ARGUMENTS'],
  facts: (input) => handoffFacts(input.handoff),
  derive: (facts, input) => deriveHandoff(facts, { ...tickFacts(facts, input.item), selfApproval: false }),
  rule: (facts, input) => {
    const { own, actor } = facts;
    const { handoff } = own;
    if (handoff === null || actor === null)
      return refuse('handoff.none', 'There is no such handoff.', { code: 'NOT_FOUND' });
    const item = itemOf(own, input.item);
    if (item === undefined) return unknownItem(own);
    const refusal = tickable(handoff, item, actor);
    if (refusal) return refusal;
    if (item.state === 'open') return refuse('checklist.open', 'The item is open already.');
    return {
      kind: 'change',
      updates: [
        handoffUpdate(handoff, {}),
        {
          table: 'checklist_item',
          key: { id: item.id },
          expect: { state: item.state },
          set: { state: 'open', reason: null, ticked_by: null, ticked_at: null, ticked_hash: null },
        },
      ],
      events: [
        event(
          'checklist.unticked',
          { kind: 'handoff', id: handoff.id },
          {
            version: handoff.version + 1,
            stage: handoff.stageKey,
            item: item.key,
            reason: input.reason ?? null,
          },
        ),
      ],
      result: {
        handoff: labelOf(facts, handoff),
        version: handoff.version + 1,
        item: item.key,
        state: 'open' as const,
        requiredOpen: openAfter(own, handoff, { ...item, state: 'open', tickedHash: null }),
      },
    };
  },
});
