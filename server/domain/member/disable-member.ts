import { defineAction } from '../../actions/action';
import { now, refuse } from '../../actions/change';
import { event } from '../../events/catalogue';
import { withFreed } from '../handoff/free-claims';
import { type MemberFacts, outRefusal } from './member.rules';
import { MemberResult, OneMember } from './member.schema';
import { deriveMember, memberFacts } from './member-facts';

export const disableMember = defineAction<MemberFacts>()({
  name: 'member.disable',
  title: 'Disable a member in this project',
  description: 'Ends at once what a member and their agents can do here; what they hold is offered again.',
  input: OneMember,
  output: MemberResult,
  permission: 'admin',
  scope: 'act',
  adminAction: true,
  events: ['member.disabled'],
  besides: ['handoff.released', 'handoff.assigned'],
  retry: 'server',
  refusals: ['RULE_REFUSED', 'NOT_FOUND'],
  facts: (input) => memberFacts(input.member),
  derive: (facts) => deriveMember(facts),
  rule: (facts) => {
    const { own, actor, project } = facts;
    const { member } = own;
    if (member === null || actor === null || project === null)
      return refuse('member.none', 'There is no such member.', { code: 'NOT_FOUND' });
    if (member.disabled) return refuse('member.disabled', 'They are disabled already.');
    const refusal = outRefusal(own, member, actor.id);
    if (refusal) return refusal;
    return withFreed(
      {
        kind: 'change',
        atSeq: project.seq,
        updates: [
          {
            table: 'actor',
            key: { id: member.id },
            expect: { disabled_at: null },
            set: { disabled_at: now },
          },
        ],
        events: [
          event(
            'member.disabled',
            { kind: 'actor', id: member.id },
            { name: member.name, putBack: own.claims.length },
          ),
        ],
        result: {
          member: member.name,
          permission: member.permission,
          roles: [...member.roles],
          disabled: true,
          putBack: own.claims.length,
        },
      },
      own.claims,
      own.assignments,
    );
  },
});
