import { defineAction } from '../../actions/action';
import { refuse } from '../../actions/change';
import { event } from '../../events/catalogue';
import { noSuchUser, toldInProjects, type UserFacts } from './user.rules';
import { OneUser, UserResult } from './user.schema';
import { deriveUser, userFacts } from './user-facts';

export const enableUser = defineAction<UserFacts>()({
  name: 'user.enable',
  title: 'Let a disabled person in again',
  description: 'They sign in again with what they had; sessions that were ended stay ended.',
  input: OneUser,
  output: UserResult,
  permission: 'admin',
  scope: 'act',
  place: 'instance',
  adminAction: true,
  events: ['user.enabled'],
  retry: 'server',
  refusals: ['RULE_REFUSED', 'NOT_FOUND'],
  facts: (input) => userFacts(input.email),
  derive: deriveUser,
  rule: (facts) => {
    const { user } = facts.own;
    if (user === null) return noSuchUser();
    if (!user.disabled) return refuse('user.enabled', 'They are not disabled.');
    return {
      kind: 'change',
      updates: [{ table: 'user', key: { id: user.id }, set: { disabled_at: null } }],
      events: [event('user.enabled', { kind: 'user', id: user.id }, { name: user.name })],
      elsewhere: toldInProjects(facts.own, 'user.enabled'),
      result: { email: user.email, name: user.name, admin: user.admin, disabled: false },
    };
  },
});
