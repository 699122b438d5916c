import { z } from 'zod';
import { defineAction } from '../../actions/action';
import { now, plus, refuse, type Update } from '../../actions/change';
import { type Fragment, sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { endedClaim, freeSlot, handoffUpdate } from './handoff.rules';
import { HandoffRef, HandoffResult } from './handoff.schema';
import { deriveHandoff, labelOf } from './handoff-derive.rules';
import { type HandoffFacts, handoffFacts } from './handoff-facts';

interface LapseFacts extends HandoffFacts {
  /** The lost holder's active session on this handoff. */
  readonly lostSession: string | null;
}

function lapseFacts(handoff: string): Fragment<LapseFacts> {
  return sql<LapseFacts>`(SELECT f.j || jsonb_build_object('lostSession', (SELECT s.id FROM session s, p
    WHERE s.project_id = p.id AND s.state = 'active' AND s.handoff_id = (f.j -> 'handoff' ->> 'id')::uuid
      AND s.actor_id = (f.j -> 'handoff' -> 'holder' ->> 'id')::uuid LIMIT 1))
    FROM (SELECT ${handoffFacts(handoff)} AS j) f)`;
}

/** A heartbeat raises no version, so the row itself says at the commit whether the lease is still over. */
function ranOut(update: Update): Update {
  return { ...update, expect: { ...update.expect, lease_until: { check: 'notAfterNow' } } };
}

export const lapseHandoff = defineAction<LapseFacts>()({
  name: 'handoff.lapse',
  title: 'End a lease that ran out',
  description: 'Offers a handoff again whose holder stopped renewing its lease, marked stale.',
  input: z.strictObject({ handoff: HandoffRef, fence: z.number().int() }),
  output: HandoffResult,
  permission: 'admin',
  scope: 'act',
  audience: 'system',
  events: ['handoff.lapsed'],
  retry: 'server',
  refusals: ['RULE_REFUSED'],
  facts: (input) => lapseFacts(input.handoff),
  derive: (facts) => deriveHandoff(facts),
  rule: (facts, input) => {
    const { handoff, lostSession } = facts.own;
    if (handoff === null) return refuse('handoff.none', 'There is no such handoff.', { code: 'NOT_FOUND' });
    if (handoff.holder === null || handoff.fence !== input.fence) {
      return refuse('handoff.moved', 'The claim this deadline watched has ended.');
    }
    if (!handoff.leaseOver) {
      return refuse('handoff.renewed', 'The lease was renewed.', {
        details: { leaseUntil: handoff.leaseUntil },
      });
    }
    return {
      kind: 'change',
      updates: [
        ranOut(
          handoffUpdate(handoff, {
            state: 'offered',
            ...endedClaim,
            fence: plus(1),
            last_holder_id: handoff.holder.id,
            stale_at: now,
          }),
        ),
        ...freeSlot(handoff),
        ...(lostSession === null
          ? []
          : [
              {
                table: 'session' as const,
                key: { id: lostSession },
                expect: { state: 'active' },
                set: { state: 'lost' },
              },
            ]),
      ],
      events: [
        event(
          'handoff.lapsed',
          { kind: 'handoff', id: handoff.id },
          {
            version: handoff.version + 1,
            stage: handoff.stageKey,
            holder: handoff.holder.name,
            fence: handoff.fence + 1,
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
});
