import { type Refusal, refuse } from '../../actions/change';
import type { Permission } from '../../policy/policy.types';
import type { Assignment, LiveClaim } from '../handoff/free-claims';

/** What every rule about one member looks at. */
export interface MemberFacts {
  /** null where nobody of that name is a person of this project. */
  readonly member: {
    readonly id: string;
    readonly name: string;
    readonly permission: Permission;
    readonly roles: readonly string[];
    readonly disabled: boolean;
  } | null;
  /** Ids of the people who can administer now: admins whose account and membership are enabled. */
  readonly admins: readonly string[];
  /** Roles of the project. */
  readonly roles: readonly string[];
  /** In hand with the member or an agent of theirs. */
  readonly claims: readonly LiveClaim[];
  /** Waiting for one of those by name. */
  readonly assignments: readonly Assignment[];
}

export type Member = NonNullable<MemberFacts['member']>;

const RANK: Readonly<Record<Permission, number>> = { viewer: 0, member: 1, lead: 2, admin: 3 };

/** A project that nobody can administer could only be mended from outside. */
function lastAdmin(own: MemberFacts, member: Member): Refusal | null {
  if (!own.admins.includes(member.id) || own.admins.some((id) => id !== member.id)) return null;
  return refuse('member.lastAdmin', 'They are the last admin here: make somebody else an admin first.', {
    next: [{ action: 'member.setPermission', arguments: { permission: 'admin' }, by: 'admin' }],
  });
}

export function permissionRefusal(
  own: MemberFacts,
  member: Member,
  actorId: string,
  permission: Permission,
): Refusal | null {
  if (member.permission === permission) {
    return refuse('member.same', 'They have that permission already.', { details: { held: permission } });
  }
  if (member.id === actorId && RANK[permission] > RANK[member.permission]) {
    return refuse('member.ownPermission', 'Nobody raises their own permission; another admin can.', {
      details: { held: member.permission },
    });
  }
  return permission === 'admin' ? null : lastAdmin(own, member);
}

export function rolesRefusal(own: MemberFacts, member: Member, roles: readonly string[]): Refusal | null {
  const unknown = roles.filter((role) => !own.roles.includes(role));
  if (unknown.length > 0) {
    return refuse('member.roles', 'The project has no such roles.', {
      code: 'INVALID_ARGUMENTS',
      details: { unknown, roles: own.roles },
    });
  }
  const same = roles.length === member.roles.length && roles.every((role) => member.roles.includes(role));
  return same ? refuse('member.same', 'They have exactly these roles already.') : null;
}

/** Whether somebody can be disabled or removed; both end what they can do here. */
export function outRefusal(own: MemberFacts, member: Member, actorId: string): Refusal | null {
  if (member.id === actorId) {
    return refuse('member.self', 'Nobody shuts themselves out: ask another admin.');
  }
  return lastAdmin(own, member);
}

/** Claims that cannot be worked on with less than a member's permission. */
export function claimsLostBy(own: MemberFacts, permission: Permission): readonly LiveClaim[] {
  return RANK[permission] >= RANK.member ? [] : own.claims;
}

/** What waits by name for the member at such a stage: it would keep everybody else from taking it. */
export function assignmentsLeftBy(
  own: MemberFacts,
  member: Member,
  roles: readonly string[],
): readonly Assignment[] {
  return own.assignments.filter(
    ({ assigneeId, roleKey }) => assigneeId === member.id && !roles.includes(roleKey),
  );
}

/** Claims at stages whose role the member no longer holds. Agents have roles of their own. */
export function claimsLeftBy(
  own: MemberFacts,
  member: Member,
  roles: readonly string[],
): readonly LiveClaim[] {
  return own.claims.filter(
    ({ holderId, roleKey }) =>
      holderId === member.id && member.roles.includes(roleKey) && !roles.includes(roleKey),
  );
}
