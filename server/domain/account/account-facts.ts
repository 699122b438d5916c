import type { Derived, Facts } from '../../actions/action';
import { type Fragment, sql } from '../../actions/sql';
import type { Membership } from '../user/user.rules';
import { memberships } from '../user/user-facts';

export interface AccountFacts {
  readonly user: {
    readonly id: string;
    readonly name: string;
    readonly hasPassword: boolean;
    readonly sample: boolean;
    readonly disabled: boolean;
  } | null;
  readonly memberships: readonly Membership[];
  readonly linked: readonly { readonly id: string; readonly provider: string }[];
}

/** Of whoever asks; of `user` where a door asks for them. */
export function accountFacts(user?: string): Fragment<AccountFacts> {
  const who = user === undefined ? sql`(SELECT me.user_id FROM me)` : sql`${user}::uuid`;
  return sql<AccountFacts>`(WITH u AS MATERIALIZED (SELECT "user".* FROM "user" WHERE "user".id = ${who})
    SELECT jsonb_build_object('user', (SELECT jsonb_build_object('id', u.id, 'name', u.name, 'sample', u.sample,
      'hasPassword', u.password_hash IS NOT NULL, 'disabled', u.disabled_at IS NOT NULL) FROM u),
    'memberships', ${memberships},
    'linked', coalesce((SELECT jsonb_agg(jsonb_build_object('id', c.id, 'provider', c.provider)) FROM linked_account c, u
      WHERE c.user_id = u.id), '[]')))`;
}

export function deriveAccount(facts: Facts<AccountFacts>): Derived | null {
  const { own, project } = facts;
  if (own.user === null || project === null) return null;
  return { resource: { kind: 'user', id: own.user.id, label: project.key }, context: {} };
}
