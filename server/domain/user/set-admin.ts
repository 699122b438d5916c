import { defineAction } from '../../actions/action';
import { refuse } from '../../actions/change';
import { event } from '../../events/catalogue';
import { lastAdminRefusal, noSuchUser, type UserFacts } from './user.rules';
import { SetAdmin, UserResult } from './user.schema';
import { deriveUser, userFacts } from './user-facts';

export const setAdmin = defineAction<UserFacts>()({
  name: 'user.setAdmin',
  title: 'Make somebody an admin of the instance, or no longer',
  description:
    'Admins of the instance administer people and make projects; it gives no rights within a project.',
  input: SetAdmin,
  output: UserResult,
  permission: 'admin',
  scope: 'act',
  place: 'instance',
  adminAction: true,
  events: ['user.adminChanged'],
  retry: 'server',
  refusals: ['RULE_REFUSED', 'NOT_FOUND'],
  facts: (input) => userFacts(input.email),
  derive: deriveUser,
  rule: (facts, input) => {
    const { user } = facts.own;
    if (user === null) return noSuchUser();
    if (user.admin === input.admin) {
      const already = input.admin ? 'They administer the instance already.' : 'They do not administer it.';
      return refuse('user.adminSame', already);
    }
    const refusal = input.admin ? null : lastAdminRefusal(facts.own);
    if (refusal) return refusal;
    const permission = input.admin ? 'admin' : 'viewer';
    return {
      kind: 'change',
      updates: [{ table: 'actor', key: { id: user.id }, set: { permission } }],
      events: [
        event('user.adminChanged', { kind: 'user', id: user.id }, { name: user.name, admin: input.admin }),
      ],
      result: { email: user.email, name: user.name, admin: input.admin, disabled: user.disabled },
    };
  },
});
