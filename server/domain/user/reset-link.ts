import { defineAction } from '../../actions/action';
import { refuse } from '../../actions/change';
import { type Fragment, sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { openLinks } from './link.sql';
import { linkInsert, revokeLinks } from './one-time-link';
import { noSuchUser } from './user.rules';
import { AskLink, LinkResult } from './user.schema';

interface ResetFacts {
  readonly user: {
    readonly id: string;
    readonly name: string;
    readonly language: 'en' | 'ru' | null;
    readonly disabled: boolean;
    readonly sample: boolean;
  } | null;
  readonly openLinks: readonly string[];
}

const resetFacts = (email: string): Fragment<ResetFacts> =>
  sql<ResetFacts>`(WITH u AS MATERIALIZED (SELECT * FROM "user" WHERE email = ${email})
    SELECT jsonb_build_object('user', (SELECT jsonb_build_object('id', u.id, 'name', u.name, 'language', u.language,
      'disabled', u.disabled_at IS NOT NULL, 'sample', u.sample) FROM u), 'openLinks', ${openLinks}))`;

export const resetLink = defineAction<ResetFacts>()({
  name: 'user.resetLink',
  title: 'Make a link for a new password',
  description: 'Answers a one-time link, once, that lets its holder choose a password; earlier ones end.',
  input: AskLink,
  output: LinkResult,
  permission: 'admin',
  scope: 'act',
  place: 'instance',
  adminAction: true,
  events: ['user.resetLinkMade'],
  retry: 'server',
  refusals: ['RULE_REFUSED', 'NOT_FOUND'],
  facts: (input) => resetFacts(input.email),
  derive: (facts) =>
    facts.project === null || facts.own.user === null
      ? null
      : { resource: { kind: 'user', id: facts.own.user.id, label: facts.project.key }, context: {} },
  rule: (facts, input, env) => {
    const { user, openLinks } = facts.own;
    if (user === null) return noSuchUser();
    if (user.disabled) return refuse('user.disabled', 'They are disabled: enable them first.');
    if (user.sample) return refuse('user.sample', 'People of the sample keep their password.');
    const { secret, hash } = env.newLinkSecret();
    const madeBy = facts.actor?.kind === 'person' ? facts.actor.id : null;
    return {
      kind: 'change',
      updates: revokeLinks(openLinks),
      inserts: [linkInsert({ id: env.newId(), purpose: 'reset', hash, madeBy, userId: user.id })],
      events: [event('user.resetLinkMade', { kind: 'user', id: user.id }, { name: user.name })],
      letter: { kind: 'reset', to: input.email, language: user.language ?? input.language ?? 'en', secret },
      result: { email: input.email, mailed: env.mails, secret: null },
      once: { secret },
    };
  },
});
