import { defineAction } from '../../actions/action';
import { refuse } from '../../actions/change';
import { event } from '../../events/catalogue';
import { withFreed } from '../handoff/free-claims';
import { assignmentsLeftBy, claimsLeftBy, type MemberFacts, rolesRefusal } from './member.rules';
import { MemberResult, SetRoles } from './member.schema';
import { deriveMember, memberFacts } from './member-facts';

export const setRoles = defineAction<MemberFacts>()({
  name: 'member.setRoles',
  title: 'Change the roles of a member',
  description:
    'Says at which stages a member works from now on. A role gates the stage, a permission the act.',
  input: SetRoles,
  output: MemberResult,
  permission: 'admin',
  scope: 'act',
  adminAction: true,
  events: ['member.rolesChanged'],
  besides: ['handoff.released', 'handoff.assigned'],
  retry: 'server',
  refusals: ['RULE_REFUSED', 'NOT_FOUND', 'INVALID_ARGUMENTS'],
  facts: (input) => memberFacts(input.member),
  derive: (facts) => deriveMember(facts),
  rule: (facts, input) => {
    const { own, project } = facts;
    const { member } = own;
    if (member === null || project === null)
      return refuse('member.none', 'There is no such member.', { code: 'NOT_FOUND' });
    const roles = [...new Set(input.roles)].sort();
    const refusal = rolesRefusal(own, member, roles);
    if (refusal) return refusal;
    const added = roles.filter((role) => !member.roles.includes(role));
    const taken = member.roles.filter((role) => !roles.includes(role));
    const left = claimsLeftBy(own, member, roles);
    return withFreed(
      {
        kind: 'change',
        atSeq: project.seq,
        deletes: taken.map((role) => ({
          table: 'actor_role',
          key: { actor_id: member.id, role_key: role },
        })),
        inserts:
          added.length === 0
            ? []
            : [{ table: 'actor_role', rows: added.map((role) => ({ actor_id: member.id, role_key: role })) }],
        events: [
          event(
            'member.rolesChanged',
            { kind: 'actor', id: member.id },
            { name: member.name, roles, added, taken },
          ),
        ],
        result: {
          member: member.name,
          permission: member.permission,
          roles,
          disabled: member.disabled,
          putBack: left.length,
        },
      },
      left,
      assignmentsLeftBy(own, member, roles),
    );
  },
});
