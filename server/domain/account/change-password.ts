import { defineAction } from '../../actions/action';
import { plus, refuse } from '../../actions/change';
import { event } from '../../events/catalogue';
import { noSuchUser, toldInProjects } from '../user/user.rules';
import { ChangePassword, ChangePasswordResult } from './account.schema';
import { type AccountFacts, accountFacts, deriveAccount } from './account-facts';

/** Its door has seen the session and the present password; what it hands on is the new one's hash. */
export const changePassword = defineAction<AccountFacts>()({
  name: 'account.changePassword',
  title: 'Change the password',
  description: 'Sets it and ends every session that was open.',
  input: ChangePassword,
  output: ChangePasswordResult,
  permission: 'viewer',
  scope: 'act',
  place: 'instance',
  audience: 'system',
  events: ['account.passwordChanged'],
  retry: 'server',
  refusals: ['RULE_REFUSED', 'NOT_FOUND', 'INVALID_ARGUMENTS'],
  facts: (input) => accountFacts(input.user),
  derive: deriveAccount,
  rule: (facts, _, env) => {
    const { user } = facts.own;
    const password_hash = env.sealed.passwordHash;
    if (user === null || user.disabled) return noSuchUser();
    if (user.sample) return refuse('user.sample', 'People of the sample keep their password.');
    if (password_hash === undefined) {
      return refuse('link.password', 'A password has to be chosen.', { code: 'INVALID_ARGUMENTS' });
    }
    return {
      kind: 'change',
      updates: [{ table: 'user', key: { id: user.id }, set: { password_hash, token_version: plus(1) } }],
      events: [event('account.passwordChanged', { kind: 'user', id: user.id }, { name: user.name })],
      elsewhere: toldInProjects(facts.own, 'user.signedOut'),
      result: { changed: true },
    };
  },
});
