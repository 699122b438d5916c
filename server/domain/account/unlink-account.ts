import { defineAction } from '../../actions/action';
import { refuse } from '../../actions/change';
import { event } from '../../events/catalogue';
import { noSuchUser } from '../user/user.rules';
import { UnlinkAccount, UnlinkResult } from './account.schema';
import { type AccountFacts, accountFacts, deriveAccount } from './account-facts';

export const unlinkAccount = defineAction<AccountFacts>()({
  name: 'account.unlink',
  title: 'Take a linked sign-in off your account',
  description: 'It signs you in no more; the last way in cannot be taken.',
  input: UnlinkAccount,
  output: UnlinkResult,
  permission: 'viewer',
  scope: 'act',
  place: 'instance',
  events: ['account.unlinked'],
  retry: 'server',
  refusals: ['RULE_REFUSED', 'NOT_FOUND'],
  facts: () => accountFacts(),
  derive: deriveAccount,
  rule: (facts, { provider }) => {
    const { user, linked } = facts.own;
    if (user === null) return noSuchUser();
    const those = linked.filter((each) => each.provider === provider);
    if (those.length === 0)
      return refuse('account.notLinked', 'No such sign-in is linked.', { code: 'NOT_FOUND' });
    if (!user.hasPassword && those.length === linked.length) {
      return refuse('account.lastWay', 'It is the only way in: set a password first.');
    }
    return {
      kind: 'change',
      deletes: those.map(({ id }) => ({ table: 'linked_account', key: { id } })),
      events: [event('account.unlinked', { kind: 'user', id: user.id }, { name: user.name, provider })],
      result: { provider, unlinked: true },
    };
  },
});
