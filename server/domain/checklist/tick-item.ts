import { defineAction } from '../../actions/action';
import { now, refuse } from '../../actions/change';
import { event } from '../../events/catalogue';
import { handoffUpdate, lacksEvidence } from '../handoff/handoff.rules';
import { deriveHandoff, labelOf, stageRole } from '../handoff/handoff-derive.rules';
import { type HandoffFacts, handoffFacts } from '../handoff/handoff-facts';
import { itemOf, openAfter, tickable, tickFacts, unknownItem } from './checklist.rules';
import { ItemResult, TickItem } from './checklist.schema';

export const tickItem = defineAction<HandoffFacts>()({
  name: 'checklist.tick',
  title: 'Tick a checklist item',
  description:
    'Marks an item passed, failed or not applicable. The tick binds to the present content of the handoff.',
  input: TickItem,
  output: ItemResult,
  permission: 'member',
  scope: 'act',
  events: ['checklist.ticked'],
  retry: 'server',
  refusals: ['CONFLICT', 'RULE_REFUSED', 'INVALID_ARGUMENTS'],
  facts: (input) => handoffFacts(input.handoff),
  derive: (facts, input) => deriveHandoff(facts, tickFacts(facts, input.item)),
  rule: (facts, input) => {
    const { own, actor } = facts;
    const { handoff } = own;
    if (handoff === null || actor === null)
      return refuse('handoff.none', 'There is no such handoff.', { code: 'NOT_FOUND' });
    const item = itemOf(own, input.item);
    if (item === undefined) return unknownItem(own);
    const refusal = tickable(handoff, item, actor);
    if (refusal) return refusal;
    if (input.expectedState !== undefined && input.expectedState !== item.state) {
      return refuse('checklist.state', 'The item changed since you looked.', {
        code: 'CONFLICT',
        details: { current: { item: item.key, state: item.state } },
      });
    }
    if (input.state !== 'passed' && (input.reason ?? '') === '') {
      return refuse('checklist.reason', 'Say why: a failed or not applicable item needs a reason.', {
        code: 'INVALID_ARGUMENTS',
      });
    }
    // Or an agent would get past any required item by calling it pointless.
    if (input.state === 'not_applicable' && item.template.required && actor.kind === 'agent') {
      return refuse('checklist.notApplicable', 'A person says whether a required item does not apply.', {
        next: [
          {
            action: 'checklist.tick',
            arguments: { handoff: labelOf(facts, handoff), item: item.key, state: 'not_applicable' },
            by: `role:${item.template.tickRoles[0] ?? stageRole(own)}`,
          },
        ],
      });
    }
    if (input.state === 'passed' && lacksEvidence(item)) {
      return refuse('checklist.evidence', 'This item passes on evidence; attach it first.', {
        details: { kinds: item.template.evidence.kinds, minimum: item.template.evidence.min },
        next: [
          {
            action: 'checklist.attachEvidence',
            arguments: {
              handoff: labelOf(facts, handoff),
              item: item.key,
              kind: item.template.evidence.kinds[0] ?? 'link',
            },
            by: 'you',
          },
        ],
      });
    }
    return {
      kind: 'change',
      updates: [
        handoffUpdate(handoff, {}),
        {
          table: 'checklist_item',
          key: { id: item.id },
          expect: { state: item.state },
          set: {
            state: input.state,
            reason: input.reason ?? null,
            ticked_by: actor.id,
            ticked_at: now,
            ticked_hash: handoff.contentHash,
          },
        },
      ],
      events: [
        event(
          'checklist.ticked',
          { kind: 'handoff', id: handoff.id },
          {
            version: handoff.version + 1,
            stage: handoff.stageKey,
            item: item.key,
            state: input.state,
            reason: input.reason ?? null,
            contentHash: handoff.contentHash,
            evidence: item.evidence.length,
          },
        ),
      ],
      result: {
        handoff: labelOf(facts, handoff),
        version: handoff.version + 1,
        item: item.key,
        state: input.state,
        requiredOpen: openAfter(own, handoff, {
          ...item,
          state: input.state,
          tickedHash: handoff.contentHash,
        }),
      },
    };
  },
});
