import { defineAction, type Facts, type RuleEnv } from '../../actions/action';
import { type Insert, type Json, plus, refuse, type Update } from '../../actions/change';
import type { ActorFacts } from '../../actions/facts';
import { sessionTicket } from '../../actions/session-ticket';
import { event } from '../../events/catalogue';
import { labelOf } from '../handoff/handoff-derive.rules';
import { buildBrief } from './brief.rules';
import type { RecoveryBrief } from './brief.schema';
import { afterPlan, briefFacts, claimParts, missingRole, planClaim, type Recovery } from './recovery.rules';
import { type RecoveryFacts, recoveryFacts } from './recovery-facts';
import { metaEntry, silenceTimer } from './session.rules';
import { RecoverSession, RecoveryResult } from './session.schema';

/** Who goes on; a refusal where the caller may not decide that. */
function successor(facts: Facts<RecoveryFacts>, recovery: Recovery, onto: string | undefined) {
  const { actor } = facts;
  if (actor === null) return refuse('actor.none', 'There is no such actor.', { code: 'NOT_FOUND' });
  const own = recovery.actor.id === actor.id;
  const lead = actor.permission === 'lead' || actor.permission === 'admin';
  const owner = recovery.actor.owner?.id === actor.id;
  if (!own && (actor.kind === 'agent' || !(lead || owner))) {
    return refuse('session.foreign', 'Only its own actor, its owner or a lead recovers a session.');
  }
  if (own && onto !== undefined && onto !== actor.name && !lead) {
    return refuse('session.foreign', 'Only a lead gives a session to somebody else.');
  }
  if (onto === undefined) return own ? recovery.actor : actor;
  if (recovery.target === null || recovery.target.disabled) {
    return refuse('session.successor', 'Nobody active is called so.', { code: 'NOT_FOUND' });
  }
  // An agent may do what its owner may, and the system works in no session.
  const { kind, owner: ofTarget, permission } = recovery.target;
  const worker = kind === 'agent' ? ofTarget : { permission, disabled: false };
  if (kind === 'system' || worker === null || worker.disabled || worker.permission === 'viewer') {
    return refuse('session.successor', 'They may not work here: name a member or an agent of one.');
  }
  return recovery.target;
}

/** Rows that make the session, or one that continues it, the active one of whoever goes on. */
function sessionParts(
  recovery: Recovery,
  target: ActorFacts,
  work: string | null,
  ids: { readonly next: string; readonly recovery: string },
): { updates: Update[]; inserts: Insert[] } {
  const { session } = recovery;
  const own = { table: 'session' as const, key: { id: session.id }, expect: { state: session.state } };
  if (ids.next === session.id) {
    return {
      updates: [{ ...own, set: { state: 'active', recovery_id: ids.recovery, fence: plus(1) } }],
      inserts: [],
    };
  }
  return {
    updates: [{ ...own, set: { state: 'lost' } }],
    inserts: [
      {
        table: 'session',
        rows: [
          {
            id: ids.next,
            actor_id: target.id,
            handoff_id: work,
            mode: session.mode,
            branch: session.branch,
            focus: session.focus,
            parent_id: session.id,
            recovery_id: ids.recovery,
          },
        ],
      },
    ],
  };
}

/** The brief as things stand once the plan is carried out. */
function briefAfter(
  facts: Facts<RecoveryFacts>,
  recovery: Recovery,
  target: ActorFacts,
  session: string,
  budget: number,
  env: Pick<RuleEnv, 'moves'>,
) {
  const plan = planClaim(facts.own, recovery, target);
  const { handoff } = facts.own;
  const after: Facts<RecoveryFacts> = {
    ...facts,
    actor: target,
    credential:
      target.id === facts.actor?.id ? facts.credential : { ...facts.credential, scopes: ['read', 'act'] },
    session: {
      id: session,
      mode: recovery.session.mode,
      branch: recovery.session.branch,
      handoffId: handoff?.id ?? null,
      fence: recovery.session.fence,
    },
    own: { ...facts.own, handoff: handoff === null ? null : afterPlan(handoff, plan, target) },
  };
  const moves = handoff === null ? [] : env.moves(after, labelOf(facts, handoff));
  const known = briefFacts(after, recovery, plan, target, moves);
  return { plan, brief: buildBrief({ ...known, session: { ...known.session, id: session } }, budget) };
}

/** Actions that fit: the open moves it names, and what closes an open item. */
function fitting(brief: RecoveryBrief): Set<string> {
  const work = brief.openItems.length > 0 ? ['checklist.tick', 'checklist.attachEvidence'] : [];
  const needsPackage = brief.openItems.some(({ need }) => need === 'package' || need === 'tick again');
  return new Set([
    ...brief.moves.filter(({ allowed }) => allowed !== 'blocked').map(({ action }) => action),
    ...work,
    ...(needsPackage ? ['handoff.update'] : []),
  ]);
}

export const recoverSession = defineAction<RecoveryFacts>()({
  name: 'session.recover',
  title: 'Recover a session',
  description:
    'Goes on after a crash: keeps or retakes the claim, raises its fence and answers a brief within a token budget.',
  input: RecoverSession,
  output: RecoveryResult,
  permission: 'member',
  scope: 'act',
  sessionExempt: true,
  opensSession: true,
  events: ['session.recovered'],
  retry: 'server',
  refusals: ['RULE_REFUSED', 'NOT_FOUND'],
  facts: (input) => recoveryFacts(input.session ?? null, input.onto ?? null),
  derive: (facts, input) =>
    facts.project === null || (input.session !== undefined && facts.own.recovery === null)
      ? null
      : { resource: { kind: 'project', id: facts.project.id, label: facts.project.key }, context: {} },
  rule: (facts, input, env) => {
    const { recovery, handoff } = facts.own;
    if (recovery === null) {
      return refuse('session.none', 'You have no session to recover; start one.', {
        next: [{ action: 'session.start', arguments: {}, by: 'you' }],
      });
    }
    if (recovery.session.state === 'finished') {
      return refuse('session.finished', 'This session was finished; start a new one.', {
        next: [{ action: 'session.start', arguments: {}, by: 'you' }],
      });
    }
    const target = successor(facts, recovery, input.onto);
    if ('rule' in target) return target;
    const same = target.id === recovery.actor.id;
    const busy = target.id === facts.actor?.id && !same ? (facts.session?.id ?? null) : recovery.busySession;
    if (busy !== null) {
      return refuse(
        'session.active',
        'Whoever is to go on has another active session; finish or pause it first.',
        {
          details: { session: busy },
          next: [{ action: 'session.finish', arguments: {}, by: same ? 'you' : 'its actor' }],
        },
      );
    }
    const ids = { next: same ? recovery.session.id : env.newId(), recovery: env.newId() };
    const { plan, brief } = briefAfter(facts, recovery, target, ids.next, input.budget, env);
    const role = missingRole(facts.own, plan, target);
    if (role !== null) {
      return refuse('session.role', 'Whoever is to go on does not hold the role of the stage.', {
        details: { role },
      });
    }
    const claim = handoff === null ? { updates: [], inserts: [] } : claimParts(handoff, plan, target);
    const session = sessionParts(recovery, target, handoff?.id ?? null, ids);
    const [from, to] = plan.takes && handoff ? [handoff.fence, handoff.fence + 1] : [null, null];
    const fence = from === null ? 'no claim kept' : `fence ${from} to ${to}`;
    return {
      kind: 'change',
      updates: [...session.updates, ...claim.updates],
      inserts: [
        ...session.inserts,
        ...claim.inserts,
        silenceTimer(ids.next, target.kind),
        {
          table: 'session_recovery',
          rows: [
            {
              id: ids.recovery,
              session_id: ids.next,
              actor_id: facts.actor?.id ?? target.id,
              budget: input.budget,
              tokens: brief.tokens,
              fence_from: from,
              fence_to: to,
              brief: brief as unknown as Json,
              moves: [...fitting(brief)],
            },
          ],
        },
        metaEntry(
          env.newId(),
          ids.next,
          facts.actor?.id ?? target.id,
          `restored, ${fence}, brief of ${brief.tokens} tokens`,
          {
            kind: 'restored',
            fenceFrom: from,
            fenceTo: to,
            tokens: brief.tokens,
            takenOverFrom: same ? null : recovery.actor.name,
          },
        ),
      ],
      events: [
        event(
          'session.recovered',
          { kind: 'session', id: ids.next },
          {
            actor: target.name,
            from: recovery.actor.name,
            handoff: brief.handoff,
            fenceFrom: from,
            fenceTo: to,
            tokens: brief.tokens,
            budget: input.budget,
          },
        ),
      ],
      result: {
        session: ids.next,
        state: 'active' as const,
        ticket: sessionTicket(ids.next, same ? recovery.session.fence + 1 : 1),
        recovery: ids.recovery,
        brief,
        untrusted: true as const,
      },
    };
  },
});
