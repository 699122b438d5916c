import { defineAction } from '../../actions/action';
import { plus } from '../../actions/change';
import { event } from '../../events/catalogue';
import { noSuchUser, toldInProjects } from '../user/user.rules';
import { AccountInput, SignOutResult } from './account.schema';
import { type AccountFacts, accountFacts, deriveAccount } from './account-facts';

export const signOutAccount = defineAction<AccountFacts>()({
  name: 'account.signOut',
  title: 'Sign out everywhere',
  description: 'Ends every browser session of yours at once, this one included; agents of yours go on.',
  input: AccountInput,
  output: SignOutResult,
  permission: 'viewer',
  scope: 'act',
  place: 'instance',
  events: ['account.signedOut'],
  retry: 'server',
  refusals: ['NOT_FOUND'],
  facts: () => accountFacts(),
  derive: deriveAccount,
  rule: (facts) => {
    const { user } = facts.own;
    if (user === null) return noSuchUser();
    return {
      kind: 'change',
      updates: [{ table: 'user', key: { id: user.id }, set: { token_version: plus(1) } }],
      events: [event('account.signedOut', { kind: 'user', id: user.id }, { name: user.name })],
      elsewhere: toldInProjects(facts.own, 'user.signedOut'),
      result: { signedOut: true },
    };
  },
});
