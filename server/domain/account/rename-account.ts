import { defineAction } from '../../actions/action';
import { event } from '../../events/catalogue';
import { noSuchUser } from '../user/user.rules';
import { RenameAccount, RenameResult } from './account.schema';
import { type AccountFacts, accountFacts, deriveAccount } from './account-facts';

export const renameAccount = defineAction<AccountFacts>()({
  name: 'account.rename',
  title: 'Change your name',
  description: 'The name of your account; in projects you are in already you keep the one others know.',
  input: RenameAccount,
  output: RenameResult,
  permission: 'viewer',
  scope: 'act',
  place: 'instance',
  events: ['account.renamed'],
  retry: 'server',
  refusals: ['NOT_FOUND'],
  facts: () => accountFacts(),
  derive: deriveAccount,
  rule: (facts, { name }) => {
    const { user } = facts.own;
    if (user === null) return noSuchUser();
    return {
      kind: 'change',
      updates: [{ table: 'user', key: { id: user.id }, set: { name } }],
      events: [event('account.renamed', { kind: 'user', id: user.id }, { from: user.name, to: name })],
      result: { name },
    };
  },
});
