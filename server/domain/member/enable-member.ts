import { defineAction } from '../../actions/action';
import { refuse } from '../../actions/change';
import { event } from '../../events/catalogue';
import type { MemberFacts } from './member.rules';
import { MemberResult, OneMember } from './member.schema';
import { deriveMember, memberFacts } from './member-facts';

export const enableMember = defineAction<MemberFacts>()({
  name: 'member.enable',
  title: 'Enable a member again',
  description:
    'Gives a disabled member back what their permission and roles allow, and their agents as well.',
  input: OneMember,
  output: MemberResult,
  permission: 'admin',
  scope: 'act',
  adminAction: true,
  events: ['member.enabled'],
  retry: 'server',
  refusals: ['RULE_REFUSED', 'NOT_FOUND'],
  facts: (input) => memberFacts(input.member),
  derive: (facts) => deriveMember(facts),
  rule: (facts) => {
    const { member } = facts.own;
    if (member === null) return refuse('member.none', 'There is no such member.', { code: 'NOT_FOUND' });
    if (!member.disabled) return refuse('member.enabled', 'They are not disabled here.');
    return {
      kind: 'change',
      updates: [{ table: 'actor', key: { id: member.id }, set: { disabled_at: null } }],
      events: [event('member.enabled', { kind: 'actor', id: member.id }, { name: member.name })],
      result: {
        member: member.name,
        permission: member.permission,
        roles: [...member.roles],
        disabled: false,
        putBack: 0,
      },
    };
  },
});
