import { defineAction } from '../../actions/action';
import { now, plus, refuse, type Update } from '../../actions/change';
import { type Fragment, sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { openLinks } from '../user/link.sql';
import { revokeLinks } from '../user/one-time-link';
import { type Membership, toldInProjects } from '../user/user.rules';
import { memberships } from '../user/user-facts';
import { LinkAccount, LinkAccountResult } from './account.schema';

interface LinkingFacts {
  readonly user: {
    readonly id: string;
    readonly name: string;
    readonly disabled: boolean;
    readonly sample: boolean;
    readonly hasPassword: boolean;
    /** By another account elsewhere. */
    readonly linked: boolean;
    /** Used a link that nobody else ever saw: it went out by mail, to the address. */
    readonly reached: boolean;
  } | null;
  readonly memberships: readonly Membership[];
  readonly openLinks: readonly string[];
}

const linkingFacts = (email: string): Fragment<LinkingFacts> =>
  sql<LinkingFacts>`(WITH u AS MATERIALIZED (SELECT * FROM "user" WHERE "user".email = ${email})
    SELECT jsonb_build_object('user', (SELECT jsonb_build_object('id', u.id, 'name', u.name, 'disabled', u.disabled_at IS NOT NULL,
      'sample', u.sample, 'hasPassword', u.password_hash IS NOT NULL,
      'linked', EXISTS (SELECT FROM linked_account c WHERE c.user_id = u.id),
      'reached', EXISTS (SELECT FROM one_time_link k WHERE k.user_id = u.id AND k.purpose = 'reset' AND k.made_by IS NULL
        AND k.used_at IS NOT NULL)) FROM u),
    'memberships', ${memberships}, 'openLinks', ${openLinks}))`;

/** Whether the address was in the hands of its owner before. */
const isProven = (user: NonNullable<LinkingFacts['user']>) => user.linked || user.reached;

/**
 * Where nobody had proven the address before, whoever was handed the link of an invitation may have chosen the password, and
 * would go on beside its owner. So what signed in until now ends; the owner can set a password again.
 */
function proven({ user, openLinks }: LinkingFacts): readonly Update[] {
  if (user === null || isProven(user)) return [];
  const set = { password_hash: null, token_version: plus(1) };
  return [
    ...revokeLinks(openLinks),
    ...(user.hasPassword ? [{ table: 'user' as const, key: { id: user.id }, set }] : []),
  ];
}

/**
 * First sign-in with an account elsewhere. Its door has made sure that the provider calls the address verified; with
 * that it belongs to the person who has it here, and to a new one, in no project, where nobody has.
 */
export const linkAccount = defineAction<LinkingFacts>()({
  name: 'account.link',
  title: 'Sign in with an account elsewhere for the first time',
  description: 'Links it to the person with the verified address, or makes one without any membership.',
  input: LinkAccount,
  output: LinkAccountResult,
  permission: 'viewer',
  scope: 'act',
  place: 'instance',
  audience: 'system',
  events: ['account.linked'],
  besides: ['user.created'],
  retry: 'server',
  refusals: ['RULE_REFUSED', 'INVALID_ARGUMENTS'],
  facts: (input) => linkingFacts(input.email),
  derive: (facts) =>
    facts.project === null
      ? null
      : { resource: { kind: 'project', id: facts.project.id, label: facts.project.key }, context: {} },
  rule: (facts, input, env) => {
    const { user } = facts.own;
    const { provider, email, language = null } = input;
    const { subject } = env.sealed;
    if (subject === undefined) {
      return refuse('account.subject', 'The provider named nobody.', { code: 'INVALID_ARGUMENTS' });
    }
    if (user?.disabled) return refuse('user.disabled', 'This account is disabled.');
    if (user?.sample) return refuse('user.sample', 'People of the sample sign in by their own button.');
    const id = user?.id ?? env.newId();
    const name = user?.name ?? input.name;
    const account = { id: env.newId(), user_id: id, provider, subject };
    return {
      kind: 'change',
      updates: proven(facts.own),
      ...(user?.hasPassword && !isProven(user)
        ? { elsewhere: toldInProjects(facts.own, 'user.signedOut') }
        : {}),
      inserts: [
        ...(user === null
          ? [
              {
                table: 'user' as const,
                rows: [{ id, email, name, language, sample: false }],
                computed: { created_at: now },
              },
            ]
          : []),
        { table: 'linked_account', rows: [account], computed: { created_at: now } },
      ],
      events: [
        ...(user === null
          ? [event('user.created', { kind: 'user', id }, { name, email, admin: false })]
          : []),
        event('account.linked', { kind: 'user', id }, { name, provider, created: user === null }),
      ],
      result: { user: id, created: user === null },
    };
  },
});
