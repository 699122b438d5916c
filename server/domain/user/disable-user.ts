import { defineAction } from '../../actions/action';
import { now, plus, refuse } from '../../actions/change';
import { event } from '../../events/catalogue';
import { lastAdminRefusal, noSuchUser, onlyAdminRefusal, toldInProjects, type UserFacts } from './user.rules';
import { OneUser, UserResult } from './user.schema';
import { deriveUser, userFacts } from './user-facts';

export const disableUser = defineAction<UserFacts>()({
  name: 'user.disable',
  title: 'Disable a person everywhere',
  description:
    'Ends their sessions and live pages at once, in every project, stops their agents, and offers what they hold again.',
  input: OneUser,
  output: UserResult,
  permission: 'admin',
  scope: 'act',
  place: 'instance',
  adminAction: true,
  events: ['user.disabled'],
  retry: 'server',
  refusals: ['RULE_REFUSED', 'NOT_FOUND'],
  facts: (input) => userFacts(input.email),
  derive: deriveUser,
  rule: (facts) => {
    const { own, actor } = facts;
    const { user } = own;
    if (user === null) return noSuchUser();
    if (user.disabled) return refuse('user.disabled', 'They are disabled already.');
    if (user.id === actor?.id) return refuse('user.self', 'You cannot disable yourself: ask another admin.');
    const refusal = lastAdminRefusal(own) ?? onlyAdminRefusal(own);
    if (refusal) return refusal;
    return {
      kind: 'change',
      updates: [
        {
          table: 'user',
          key: { id: user.id },
          expect: { disabled_at: null },
          // Enabled again, they sign in anew: what was open stays ended.
          set: { disabled_at: now, token_version: plus(1) },
        },
      ],
      // Their claims are rows of other projects: the deadline is dealt with within a second. See jobs/put-back-work.ts.
      inserts: [
        {
          table: 'timer',
          rows: [{ kind: 'put-back', subject_id: user.id, subject_version: 0, attempts: 0 }],
          computed: { due_at: now },
          replace: { conflict: ['project_id', 'kind', 'subject_id'], set: ['due_at', 'attempts'] },
        },
      ],
      events: [event('user.disabled', { kind: 'user', id: user.id }, { name: user.name })],
      elsewhere: toldInProjects(own, 'user.disabled'),
      result: { email: user.email, name: user.name, admin: user.admin, disabled: true },
    };
  },
});
