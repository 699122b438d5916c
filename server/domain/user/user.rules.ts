import { type Refusal, refuse } from '../../actions/change';
import type { EventDraft } from '../../events/catalogue';

export interface Membership {
  readonly projectId: string;
  readonly actorId: string;
  readonly name: string;
}

/** A person as the instance sees them, and everywhere they are a member. */
export interface UserFacts {
  readonly user: {
    readonly id: string;
    readonly email: string;
    readonly name: string;
    readonly disabled: boolean;
    readonly admin: boolean;
  } | null;
  /** Projects of work they are in, with the name they go by there. */
  readonly memberships: readonly Membership[];
  /** Keys of the projects that nobody else administers. */
  readonly onlyAdminOf: readonly string[];
  /** Ids of the people who administer the instance and may act. */
  readonly admins: readonly string[];
}

type Told = 'user.disabled' | 'user.enabled' | 'user.signedOut';

/** The same event in the log of each project they are in: it moves the rules there, so nothing under way outlives it. */
export function toldInProjects(
  facts: Pick<UserFacts, 'memberships'>,
  type: Told,
): readonly { projectId: string; events: readonly EventDraft[] }[] {
  return facts.memberships.map(({ projectId, actorId, name }) => ({
    projectId,
    events: [{ type, subject: { kind: 'actor', id: actorId }, payload: { name } }],
  }));
}

/** Why the instance cannot do without this person as its admin. */
export function lastAdminRefusal(facts: UserFacts): Refusal | null {
  const { user, admins } = facts;
  if (user === null || !user.admin || admins.some((id) => id !== user.id)) return null;
  return refuse('user.lastAdmin', 'The instance would have no admin left.', {
    next: [{ action: 'user.setAdmin', arguments: { admin: true }, by: 'admin' }],
  });
}

/** Why a project cannot do without this person: with nobody to administer it, it could only be mended from outside. */
export function onlyAdminRefusal({ onlyAdminOf }: Pick<UserFacts, 'onlyAdminOf'>): Refusal | null {
  if (onlyAdminOf.length === 0) return null;
  return refuse(
    'user.onlyAdmin',
    'Projects would have no admin left: make somebody else an admin there, or remove them, first.',
    {
      details: { projects: onlyAdminOf },
      next: [{ action: 'member.setPermission', arguments: { permission: 'admin' }, by: 'admin' }],
    },
  );
}

export const noSuchUser = (): Refusal =>
  refuse('user.none', 'Nobody here has this address.', { code: 'NOT_FOUND' });
