import { defineAction } from '../../actions/action';
import { now, plus, refuse } from '../../actions/change';
import { event } from '../../events/catalogue';
import { closed, endedClaim, freeSlot, handoffUpdate, staleVersion } from './handoff.rules';
import { CancelHandoff, HandoffResult } from './handoff.schema';
import { deriveHandoff, labelOf } from './handoff-derive.rules';
import { type HandoffFacts, handoffFacts } from './handoff-facts';

export const cancelHandoff = defineAction<HandoffFacts>()({
  name: 'handoff.cancel',
  title: 'Cancel a handoff',
  description: 'A lead ends a handoff that is no longer wanted, with a reason. Its history stays.',
  input: CancelHandoff,
  output: HandoffResult,
  permission: 'lead',
  scope: 'act',
  events: ['handoff.cancelled'],
  retry: 'caller',
  refusals: ['CONFLICT', 'RULE_REFUSED'],
  facts: (input) => handoffFacts(input.handoff, input.expectedVersion),
  derive: (facts) => deriveHandoff(facts),
  rule: (facts, input) => {
    const { handoff } = facts.own;
    if (handoff === null) return refuse('handoff.none', 'There is no such handoff.', { code: 'NOT_FOUND' });
    const refusal = staleVersion(facts.own, input.expectedVersion) ?? closed(handoff);
    if (refusal) return refusal;
    return {
      kind: 'change',
      updates: [
        handoffUpdate(handoff, {
          state: 'cancelled',
          ...endedClaim,
          fence: plus(1),
          last_holder_id: handoff.holder?.id ?? null,
          stale_at: null,
          refused_at: null,
          refused_policy: null,
          closed_at: now,
        }),
        ...freeSlot(handoff),
      ],
      deletes: [{ table: 'timer', key: { kind: 'lease', subject_id: handoff.id } }],
      events: [
        event(
          'handoff.cancelled',
          { kind: 'handoff', id: handoff.id },
          {
            version: handoff.version + 1,
            stage: handoff.stageKey,
            reason: input.reason,
          },
        ),
      ],
      result: {
        handoff: labelOf(facts, handoff),
        version: handoff.version + 1,
        state: 'cancelled' as const,
        stage: handoff.stageKey,
        fence: handoff.fence + 1,
      },
    };
  },
  offers: ({ own }) =>
    own.handoff === null
      ? []
      : [
          {
            arguments: { expectedVersion: own.handoff.version },
            needs: ['reason'],
            standIn: { reason: 'to be given' },
          },
        ],
});
