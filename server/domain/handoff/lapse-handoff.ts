import { z } from 'zod';
import { defineAction } from '../../actions/action';
import { now, plus, refuse, type Update } from '../../actions/change';
import { type Fragment, sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { sessionWork } from '../session/recovery-facts';
import { metaEntry } from '../session/session.rules';
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
    WHERE s.project_id = p.id AND (CASE WHEN s.state = 'active' THEN s.actor_id END) = (f.j -> 'handoff' -> 'holder' ->> 'id')::uuid
      AND ${sessionWork} = (f.j -> 'handoff' ->> 'id')::uuid LIMIT 1))
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
  besides: ['session.lost'],
  retry: 'server',
  refusals: ['RULE_REFUSED'],
  facts: (input) => lapseFacts(input.handoff),
  derive: (facts) => deriveHandoff(facts),
  rule: (facts, input, env) => {
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
      ...(lostSession === null || facts.actor === null
        ? {}
        : {
            inserts: [
              metaEntry(
                env.newId(),
                lostSession,
                facts.actor.id,
                `lost: the lease ran out, fence ${handoff.fence}`,
                {
                  kind: 'lost',
                  fence: handoff.fence,
                },
              ),
            ],
          }),
      events: [
        ...(lostSession === null
          ? []
          : [
              event(
                'session.lost',
                { kind: 'session', id: lostSession },
                {
                  actor: handoff.holder.name,
                  owner: handoff.holder.owner?.name ?? null,
                  handoff: labelOf(facts, handoff),
                  silentMinutes: null,
                },
              ),
            ]),
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
