import { defineAction } from '../../actions/action';
import { now, plus, refuse } from '../../actions/change';
import { type Fragment, sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { linkJson, linkRow, openLinks } from './link.sql';
import { type LinkFacts, linkGone, revokeLinks, spend } from './one-time-link';
import { type Membership, toldInProjects } from './user.rules';
import { UseLink, UseLinkResult } from './user.schema';
import { activeAdmins, memberships } from './user-facts';

interface UseFacts {
  readonly link: LinkFacts | null;
  readonly user: {
    readonly id: string;
    readonly email: string;
    readonly name: string;
    readonly disabled: boolean;
  } | null;
  /** Somebody has the address that the first admin chose. */
  readonly taken: boolean;
  /** Somebody administers the instance: a link for the first admin is for nobody any more. */
  readonly settled: boolean;
  readonly memberships: readonly Membership[];
  readonly openLinks: readonly string[];
}

const useFacts = (hash: string, email: string | undefined): Fragment<UseFacts> =>
  sql<UseFacts>`(WITH ${linkRow(hash)}, u AS MATERIALIZED (SELECT "user".* FROM "user", l WHERE "user".id = l.user_id)
    SELECT jsonb_build_object('link', ${linkJson},
    'user', (SELECT jsonb_build_object('id', u.id, 'email', u.email, 'name', u.name, 'disabled', u.disabled_at IS NOT NULL) FROM u),
    'taken', EXISTS (SELECT FROM "user" t WHERE t.email = ${email ?? null}::text),
    'settled', EXISTS (${activeAdmins}),
    'memberships', ${memberships},
    'openLinks', ${openLinks}))`;

/** Choosing a password by a link: the first admin, a person whose account was made for them, or one who forgot it. */
export const useLink = defineAction<UseFacts>()({
  name: 'user.useLink',
  title: 'Choose a password by a one-time link',
  description: 'Uses the link up, sets the password and ends every session that was open.',
  input: UseLink,
  output: UseLinkResult,
  permission: 'admin',
  scope: 'act',
  place: 'instance',
  audience: 'system',
  events: ['user.linkUsed'],
  besides: ['user.created'],
  retry: 'server',
  refusals: ['RULE_REFUSED', 'NOT_FOUND', 'INVALID_ARGUMENTS'],
  facts: (input) => useFacts(input.link, input.email),
  derive: (facts) =>
    facts.project === null
      ? null
      : { resource: { kind: 'project', id: facts.project.id, label: facts.project.key }, context: {} },
  rule: (facts, input, env) => {
    const { link, user, taken, settled } = facts.own;
    const password_hash = env.sealed.passwordHash;
    if (link === null || !link.open || link.purpose === 'invite' || user?.disabled) return linkGone();
    if (user === null && settled) return linkGone();
    if (password_hash === undefined)
      return refuse('link.password', 'A password has to be chosen.', { code: 'INVALID_ARGUMENTS' });
    const others = facts.own.openLinks.filter((id) => id !== link.id);
    const updates = [spend(link.id), ...revokeLinks(others)];
    if (user !== null) {
      const name = link.purpose === 'set-up' ? (input.name ?? user.name) : user.name;
      const language = input.language === undefined ? {} : { language: input.language };
      return {
        kind: 'change',
        updates: [
          ...updates,
          {
            table: 'user',
            key: { id: user.id },
            set: { name, password_hash, ...language, token_version: plus(1) },
          },
        ],
        events: [event('user.linkUsed', { kind: 'user', id: user.id }, { name, purpose: link.purpose })],
        elsewhere: toldInProjects(facts.own, 'user.signedOut'),
        result: { email: user.email },
      };
    }
    const { email, name, language = null } = input;
    if (email === undefined || name === undefined) {
      return refuse('link.who', 'A name and an address have to be given.', { code: 'INVALID_ARGUMENTS' });
    }
    if (taken) return refuse('user.exists', 'Somebody with this address has an account already.');
    const id = env.newId();
    return {
      kind: 'change',
      updates,
      inserts: [
        {
          table: 'user',
          rows: [{ id, email, name, password_hash, language, sample: false }],
          computed: { created_at: now },
        },
        {
          table: 'actor',
          rows: [{ id, kind: 'person', name: email, user_id: id, permission: 'admin' }],
          computed: { created_at: now },
        },
      ],
      events: [
        event('user.created', { kind: 'user', id }, { name, email, admin: true }),
        event('user.linkUsed', { kind: 'user', id }, { name, purpose: link.purpose }),
      ],
      result: { email },
    };
  },
});
