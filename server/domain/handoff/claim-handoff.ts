import { defineAction } from '../../actions/action';
import { now, nowPlus, plus, refuse } from '../../actions/change';
import { event } from '../../events/catalogue';
import {
  assignedElsewhere,
  closed,
  handoffUpdate,
  LEASE_SECONDS,
  leaseTimer,
  staleVersion,
} from './handoff.rules';
import { ClaimHandoff, HandoffResult } from './handoff.schema';
import { deriveHandoff, labelOf, stageRole } from './handoff-derive.rules';
import { type HandoffFacts, handoffFacts } from './handoff-facts';

export const claimHandoff = defineAction<HandoffFacts>()({
  name: 'handoff.claim',
  title: 'Take a handoff',
  description:
    'Takes an offered handoff under a lease. Exactly one claimant wins. Answers the fence for later writes.',
  input: ClaimHandoff,
  output: HandoffResult.extend({ leaseSeconds: HandoffResult.shape.version }),
  permission: 'member',
  scope: 'act',
  events: ['handoff.claimed'],
  retry: 'server',
  refusals: ['CONFLICT', 'RULE_REFUSED', 'WIP_LIMIT'],
  facts: (input) => handoffFacts(input.handoff, input.expectedVersion),
  derive: (facts) => deriveHandoff(facts, { roleNeeded: stageRole(facts.own) }),
  rule: (facts, input) => {
    const { handoff } = facts.own;
    const { actor } = facts;
    if (handoff === null || actor === null)
      return refuse('handoff.none', 'There is no such handoff.', { code: 'NOT_FOUND' });
    const refusal = closed(handoff) ?? staleVersion(facts.own, input.expectedVersion);
    if (refusal) return refusal;
    if (handoff.holder !== null) {
      return refuse(
        'handoff.held',
        handoff.holder.id === actor.id ? 'You hold it already.' : 'Somebody else took it first.',
        {
          details: {
            holder: { kind: handoff.holder.kind, name: handoff.holder.name },
            leaseUntil: handoff.leaseUntil,
            fence: handoff.holder.id === actor.id ? handoff.fence : null,
          },
        },
      );
    }
    if (handoff.assignee !== null && handoff.assignee.id !== actor.id)
      return assignedElsewhere(handoff.assignee);
    const leaseSeconds = LEASE_SECONDS[actor.kind];
    const fence = handoff.fence + 1;
    return {
      kind: 'change',
      updates: [
        handoffUpdate(handoff, {
          state: 'active',
          holder_id: actor.id,
          lease_until: nowPlus(leaseSeconds),
          claimed_at: now,
          fence: plus(1),
          stale_at: null,
        }),
        {
          table: 'stage',
          key: { version_id: handoff.versionId, key: handoff.stageKey },
          expect: { in_hand: { check: 'belowLimit', limit: 'wip_limit' } },
          set: { in_hand: plus(1) },
          miss: 'wip',
        },
      ],
      inserts: [leaseTimer(handoff.id, fence, leaseSeconds)],
      events: [
        event(
          'handoff.claimed',
          { kind: 'handoff', id: handoff.id },
          {
            version: handoff.version + 1,
            stage: handoff.stageKey,
            fence,
            leaseSeconds,
          },
        ),
      ],
      result: {
        handoff: labelOf(facts, handoff),
        version: handoff.version + 1,
        state: 'active' as const,
        stage: handoff.stageKey,
        fence,
        leaseSeconds,
      },
    };
  },
  offers: () => [{ arguments: {} }],
});
