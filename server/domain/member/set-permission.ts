import { defineAction } from '../../actions/action';
import { refuse } from '../../actions/change';
import { event } from '../../events/catalogue';
import { withFreed } from '../handoff/free-claims';
import { claimsLostBy, type MemberFacts, permissionRefusal } from './member.rules';
import { MemberResult, SetPermission } from './member.schema';
import { deriveMember, memberFacts } from './member-facts';

export const setPermission = defineAction<MemberFacts>()({
  name: 'member.setPermission',
  title: 'Change what a member may do',
  description: 'Gives a member another permission at once: viewer, member, lead or admin.',
  input: SetPermission,
  output: MemberResult,
  permission: 'admin',
  scope: 'act',
  adminAction: true,
  events: ['member.permissionChanged'],
  besides: ['handoff.released', 'handoff.assigned'],
  retry: 'server',
  refusals: ['RULE_REFUSED', 'NOT_FOUND'],
  facts: (input) => memberFacts(input.member),
  derive: (facts) => deriveMember(facts),
  rule: (facts, { permission }) => {
    const { own, actor, project } = facts;
    const { member } = own;
    if (member === null || actor === null || project === null)
      return refuse('member.none', 'There is no such member.', { code: 'NOT_FOUND' });
    const refusal = permissionRefusal(own, member, actor.id, permission);
    if (refusal) return refusal;
    const lost = claimsLostBy(own, permission);
    return withFreed(
      {
        kind: 'change',
        atSeq: project.seq,
        updates: [
          {
            table: 'actor',
            key: { id: member.id },
            expect: { permission: member.permission },
            set: { permission },
          },
        ],
        events: [
          event(
            'member.permissionChanged',
            { kind: 'actor', id: member.id },
            { name: member.name, from: member.permission, to: permission },
          ),
        ],
        result: {
          member: member.name,
          permission,
          roles: [...member.roles],
          disabled: member.disabled,
          putBack: lost.length,
        },
      },
      lost,
      permission === 'viewer' ? own.assignments : [],
    );
  },
});
