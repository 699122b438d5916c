import type { Derived } from '../../actions/action';
import { type Refusal, refuse } from '../../actions/change';
import type { BaseFacts } from '../../actions/facts';
import type { Assignment, LiveClaim } from '../handoff/free-claims';
import type { AgentRow, Owner } from './agent-facts';

export const noSuchAgent = (): Refusal =>
  refuse('agent.none', 'There is no such agent.', { code: 'NOT_FOUND' });

/** What policy sees of an action on one agent; null when there is none of that name. */
export function deriveAgent(facts: BaseFacts, agent: Pick<AgentRow, 'id'> | null): Derived | null {
  if (agent === null || facts.project === null) return null;
  return { resource: { kind: 'actor', id: agent.id, label: facts.project.key }, context: {} };
}

/** null where the project has them all. */
export function unknownRoles(wanted: readonly string[], roles: readonly string[]): Refusal | null {
  const unknown = wanted.filter((role) => !roles.includes(role));
  if (unknown.length === 0) return null;
  return refuse('agent.roles', 'The project has no such roles.', {
    code: 'INVALID_ARGUMENTS',
    details: { unknown, roles },
  });
}

export const noOwner = (): Refusal =>
  refuse('agent.owner', 'The owner must be a member of this project.', { code: 'INVALID_ARGUMENTS' });

/** Stopping is always safe, so the one who answers for an agent may do it too; everything else is an admin's. */
export function mayStop(actor: BaseFacts['actor'], agent: Pick<AgentRow, 'ownerId'>): boolean {
  if (actor === null) return false;
  return actor.kind === 'system' || actor.permission === 'admin' || actor.id === agent.ownerId;
}

/** What an agent can no longer work on, or take, with these roles and this owner; it may do no more than its owner. */
export function leftByAgent(
  held: { readonly claims: readonly LiveClaim[]; readonly assignments: readonly Assignment[] },
  roles: readonly string[],
  newOwner: Owner,
): { readonly claims: readonly LiveClaim[]; readonly assignments: readonly Assignment[] } {
  if (newOwner?.permission === 'viewer') return held;
  const lost = ({ roleKey }: { readonly roleKey: string }) => !roles.includes(roleKey);
  return { claims: held.claims.filter(lost), assignments: held.assignments.filter(lost) };
}

/** The next of t1, t2, … that no token of the agent has. */
export function nextTokenName(taken: readonly string[]): string {
  const highest = taken.reduce(
    (most, name) => Math.max(most, Number(/^t(\d{1,9})$/.exec(name)?.[1] ?? 0)),
    0,
  );
  return `t${highest + 1}`;
}
