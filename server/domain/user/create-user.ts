import { defineAction } from '../../actions/action';
import { now, refuse } from '../../actions/change';
import { event } from '../../events/catalogue';
import { linkInsert } from './one-time-link';
import type { UserFacts } from './user.rules';
import { CreateUser, LinkResult } from './user.schema';
import { userFacts } from './user-facts';

export const createUser = defineAction<UserFacts>()({
  name: 'user.create',
  title: 'Make an account for somebody',
  description: 'Answers a one-time link, once, with which the person chooses a password.',
  input: CreateUser,
  output: LinkResult,
  permission: 'admin',
  scope: 'act',
  place: 'instance',
  adminAction: true,
  events: ['user.created'],
  retry: 'server',
  refusals: ['RULE_REFUSED'],
  facts: (input) => userFacts(input.email),
  derive: (facts) =>
    facts.project === null
      ? null
      : { resource: { kind: 'project', id: facts.project.id, label: facts.project.key }, context: {} },
  rule: (facts, input, env) => {
    if (facts.own.user !== null) {
      return refuse('user.exists', 'Somebody with this address has an account already.', {
        next: [{ action: 'user.resetLink', arguments: { email: input.email }, by: 'admin' }],
      });
    }
    const id = env.newId();
    const { secret, hash } = env.newLinkSecret();
    const name = input.name ?? nameOf(input.email);
    const madeBy = facts.actor?.kind === 'person' ? facts.actor.id : null;
    return {
      kind: 'change',
      inserts: [
        {
          table: 'user',
          rows: [{ id, email: input.email, name, language: input.language ?? null, sample: false }],
          computed: { created_at: now },
        },
        {
          table: 'actor',
          rows: [
            {
              id,
              kind: 'person',
              name: input.email,
              user_id: id,
              permission: input.admin ? 'admin' : 'viewer',
            },
          ],
          computed: { created_at: now },
        },
        linkInsert({ id: env.newId(), purpose: 'set-up', hash, madeBy, userId: id }),
      ],
      events: [event('user.created', { kind: 'user', id }, { name, email: input.email, admin: input.admin })],
      letter: { kind: 'set-up', to: input.email, language: input.language ?? 'en', secret },
      result: { email: input.email, mailed: env.mails, secret: null },
      once: { secret },
    };
  },
});

/** Until the person says another: what stands before the @. */
export const nameOf = (email: string): string => email.split('@', 1)[0]?.slice(0, 60) || email.slice(0, 60);
