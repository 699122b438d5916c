import { z } from 'zod';
import { defineAction } from '../../actions/action';
import { nowPlus, refuse } from '../../actions/change';
import { LEASE_SECONDS, mustHold, staleFence } from './handoff.rules';
import { HandoffRef, HeartbeatHandoff } from './handoff.schema';
import { deriveHandoff, labelOf } from './handoff-derive.rules';
import { type HandoffFacts, handoffFacts } from './handoff-facts';

export const heartbeatHandoff = defineAction<HandoffFacts>()({
  name: 'handoff.heartbeat',
  title: 'Keep a claim alive',
  description: 'Renews the lease of a handoff you hold; give the fence of your claim.',
  input: HeartbeatHandoff,
  output: z.strictObject({ handoff: HandoffRef, fence: z.number().int(), leaseSeconds: z.number().int() }),
  permission: 'member',
  scope: 'act',
  events: {
    none: 'It moves no work: a lease is state, and a line a minute for each agent would bury the log.',
  },
  retry: 'server',
  refusals: ['RULE_REFUSED'],
  facts: (input) => handoffFacts(input.handoff),
  derive: (facts) => deriveHandoff(facts),
  rule: (facts, input) => {
    const { handoff } = facts.own;
    const { actor } = facts;
    if (handoff === null || actor === null)
      return refuse('handoff.none', 'There is no such handoff.', { code: 'NOT_FOUND' });
    const refusal =
      staleFence(handoff, input.fence) ?? mustHold(facts.own, handoff, actor, labelOf(facts, handoff));
    if (refusal) return refusal;
    if (handoff.holder === null)
      return refuse('handoff.unclaimed', 'Nobody holds it: there is no claim to renew.');
    const leaseSeconds = LEASE_SECONDS[actor.kind];
    return {
      kind: 'change',
      updates: [
        {
          table: 'handoff',
          key: { id: handoff.id },
          expect: { fence: handoff.fence, holder_id: actor.id, lease_until: { check: 'afterNow' } },
          set: { lease_until: nowPlus(leaseSeconds) },
        },
      ],
      events: [],
      result: { handoff: labelOf(facts, handoff), fence: handoff.fence, leaseSeconds },
    };
  },
});
