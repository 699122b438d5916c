import { defineAction } from '../../actions/action';
import { now, refuse } from '../../actions/change';
import { event } from '../../events/catalogue';
import { withFreed } from '../handoff/free-claims';
import { type MemberFacts, outRefusal } from './member.rules';
import { MemberResult, OneMember } from './member.schema';
import { deriveMember, memberFacts } from './member-facts';

/** The row stays, since handoffs, ticks and the log name it: disabled, without roles, with the least permission, unlisted. */
export const removeMember = defineAction<MemberFacts>()({
  name: 'member.remove',
  title: 'Remove a member from this project',
  description: 'Ends a membership with its roles; what the member did stays, under their name.',
  input: OneMember,
  output: MemberResult,
  permission: 'admin',
  scope: 'act',
  adminAction: true,
  events: ['member.removed'],
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
            set: { disabled_at: now, removed_at: now, permission: 'viewer' },
          },
        ],
        deletes: member.roles.map((role) => ({
          table: 'actor_role',
          key: { actor_id: member.id, role_key: role },
        })),
        events: [
          event(
            'member.removed',
            { kind: 'actor', id: member.id },
            { name: member.name, putBack: own.claims.length },
          ),
        ],
        result: {
          member: member.name,
          permission: 'viewer',
          roles: [],
          disabled: true,
          putBack: own.claims.length,
        },
      },
      own.claims,
      own.assignments,
    );
  },
});
