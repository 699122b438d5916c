import { defineAction } from '../../actions/action';
import { plus } from '../../actions/change';
import { event } from '../../events/catalogue';
import { noSuchUser, toldInProjects, type UserFacts } from './user.rules';
import { OneUser, UserResult } from './user.schema';
import { deriveUser, userFacts } from './user-facts';

export const signOutUser = defineAction<UserFacts>()({
  name: 'user.signOut',
  title: 'Sign a person out everywhere',
  description:
    'Ends every browser session of theirs at once; their agents go on, and they can sign in again.',
  input: OneUser,
  output: UserResult,
  permission: 'admin',
  scope: 'act',
  place: 'instance',
  adminAction: true,
  events: ['user.signedOut'],
  retry: 'server',
  refusals: ['NOT_FOUND'],
  facts: (input) => userFacts(input.email),
  derive: deriveUser,
  rule: (facts) => {
    const { user } = facts.own;
    if (user === null) return noSuchUser();
    return {
      kind: 'change',
      updates: [{ table: 'user', key: { id: user.id }, set: { token_version: plus(1) } }],
      events: [event('user.signedOut', { kind: 'user', id: user.id }, { name: user.name })],
      elsewhere: toldInProjects(facts.own, 'user.signedOut'),
      result: { email: user.email, name: user.name, admin: user.admin, disabled: user.disabled },
    };
  },
});
