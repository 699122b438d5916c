import { defineAction } from '../../actions/action';
import { now, refuse } from '../../actions/change';
import { type Fragment, sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { LinkAccount, LinkAccountResult } from './account.schema';

interface LinkingFacts {
  readonly user: {
    readonly id: string;
    readonly name: string;
    readonly disabled: boolean;
    readonly sample: boolean;
  } | null;
}

const linkingFacts = (email: string): Fragment<LinkingFacts> =>
  sql<LinkingFacts>`(SELECT jsonb_build_object('user', (SELECT jsonb_build_object('id', u.id, 'name', u.name,
    'disabled', u.disabled_at IS NOT NULL, 'sample', u.sample) FROM "user" u WHERE u.email = ${email})))`;

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
