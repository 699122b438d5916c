import { defineAction } from '../../actions/action';
import { now, nowPlus, refuse } from '../../actions/change';
import { type Fragment, sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { closed, isOwnWork } from '../handoff/handoff.rules';
import { deriveHandoff } from '../handoff/handoff-derive.rules';
import { type HandoffFacts, handoffFacts } from '../handoff/handoff-facts';
import { GrantOverride, OverrideResult } from './override.schema';

interface GrantFacts extends HandoffFacts {
  readonly target: { readonly id: string; readonly ownerId: string | null } | null;
}

/** policies.md: an override of the session rule ends within half an hour. */
const SESSION_MINUTES = 30;
/** policies.md: no lead lets their own work past the review, or past a second pair of eyes. */
const OF_OTHERS_WORK: ReadonlySet<string> = new Set(['branch.review', 'duty.self-accept']);

export const grantOverride = defineAction<GrantFacts>()({
  name: 'override.grant',
  title: 'Grant an override',
  description:
    'A lead lets one actor act once against one policy on one handoff: with a reason and an expiry, in the log.',
  input: GrantOverride,
  output: OverrideResult,
  permission: 'lead',
  scope: 'act',
  adminAction: true,
  events: ['override.granted'],
  retry: 'server',
  refusals: ['RULE_REFUSED', 'INVALID_ARGUMENTS'],
  facts: (input): Fragment<GrantFacts> =>
    sql<GrantFacts>`(${handoffFacts(input.handoff)} || jsonb_build_object('target', (SELECT jsonb_build_object('id', a.id, 'ownerId', a.owner_id)
      FROM actor a, p WHERE a.project_id = p.id AND a.name = ${input.actor} AND a.kind <> 'system')))`,
  derive: (facts) => deriveHandoff(facts),
  rule: (facts, input, env) => {
    const { handoff, target } = facts.own;
    if (handoff === null || facts.actor === null)
      return refuse('handoff.none', 'There is no such handoff.', { code: 'NOT_FOUND' });
    const gone = closed(handoff);
    if (gone) return gone;
    if (target === null) {
      return refuse('override.actor', 'No member or agent of this project has that name.', {
        code: 'INVALID_ARGUMENTS',
      });
    }
    if (target.id === facts.actor.id || target.ownerId === facts.actor.id) {
      return refuse('override.granter', 'Nobody grants an override to themselves or to their own agent.');
    }
    if (OF_OTHERS_WORK.has(input.policy) && isOwnWork(facts.actor, handoff.author)) {
      return refuse('override.ownWork', 'Somebody else grants an exception from this for work of yours.');
    }
    if (input.policy === 'logging.session' && input.minutes > SESSION_MINUTES) {
      return refuse('override.minutes', 'An override of the session rule ends within 30 minutes.', {
        code: 'INVALID_ARGUMENTS',
        details: { limit: SESSION_MINUTES },
      });
    }
    const id = env.newId();
    return {
      kind: 'change',
      inserts: [
        {
          table: 'override',
          rows: [
            {
              id,
              policy_id: input.policy,
              handoff_id: handoff.id,
              actor_id: target.id,
              granter_id: facts.actor.id,
              reason: input.reason,
            },
          ],
          computed: { created_at: now, expires_at: nowPlus(input.minutes * 60) },
        },
      ],
      events: [
        event(
          'override.granted',
          { kind: 'handoff', id: handoff.id },
          {
            policyId: input.policy,
            actor: input.actor,
            expiresAt: `${input.minutes} min`,
            reason: input.reason,
          },
        ),
      ],
      result: { id, policy: input.policy, minutes: input.minutes },
    };
  },
});
