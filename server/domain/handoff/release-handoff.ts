import { defineAction } from '../../actions/action';
import { now, plus, refuse } from '../../actions/change';
import { event } from '../../events/catalogue';
import { endedClaim, freeSlot, handoffUpdate, staleFence, staleVersion } from './handoff.rules';
import { HandoffResult, ReleaseHandoff } from './handoff.schema';
import { deriveHandoff, labelOf } from './handoff-derive.rules';
import { type HandoffFacts, handoffFacts } from './handoff-facts';

export const releaseHandoff = defineAction<HandoffFacts>()({
  name: 'handoff.release',
  title: 'Put a handoff back',
  description: 'Ends your claim; the handoff is offered again at the same stage.',
  input: ReleaseHandoff,
  output: HandoffResult,
  permission: 'member',
  scope: 'act',
  events: ['handoff.released'],
  retry: 'caller',
  refusals: ['CONFLICT', 'RULE_REFUSED'],
  facts: (input) => handoffFacts(input.handoff, input.expectedVersion),
  derive: (facts) => deriveHandoff(facts),
  rule: (facts, input) => {
    const { handoff } = facts.own;
    const { actor } = facts;
    if (handoff === null || actor === null)
      return refuse('handoff.none', 'There is no such handoff.', { code: 'NOT_FOUND' });
    const refusal = staleVersion(facts.own, input.expectedVersion) ?? staleFence(handoff, input.fence);
    if (refusal) return refusal;
    const lead = actor.permission === 'lead' || actor.permission === 'admin';
    if (handoff.holder === null)
      return refuse('handoff.unclaimed', 'Nobody holds it: there is nothing to put back.');
    if (handoff.holder.id !== actor.id && !lead) {
      return refuse('handoff.held', 'Somebody else holds it; they or a lead can put it back.', {
        details: { holder: { kind: handoff.holder.kind, name: handoff.holder.name } },
      });
    }
    return {
      kind: 'change',
      updates: [
        handoffUpdate(handoff, {
          state: 'offered',
          ...endedClaim,
          fence: plus(1),
          last_holder_id: handoff.holder.id,
          moved_at: now,
        }),
        ...freeSlot(handoff),
      ],
      deletes: [{ table: 'timer', key: { kind: 'lease', subject_id: handoff.id } }],
      events: [
        event(
          'handoff.released',
          { kind: 'handoff', id: handoff.id },
          {
            version: handoff.version + 1,
            stage: handoff.stageKey,
            note: input.note ?? null,
          },
        ),
      ],
      result: {
        handoff: labelOf(facts, handoff),
        version: handoff.version + 1,
        state: 'offered' as const,
        stage: handoff.stageKey,
        fence: handoff.fence + 1,
      },
    };
  },
  offers: (facts) =>
    facts.own.handoff?.holder == null ? [] : [{ arguments: { expectedVersion: facts.own.handoff.version } }],
});
