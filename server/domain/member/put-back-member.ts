import { z } from 'zod';
import { defineAction } from '../../actions/action';
import { refuse } from '../../actions/change';
import { type Fragment, sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import {
  type Assignment,
  type LiveClaim,
  liveClaims,
  openAssignments,
  withFreed,
} from '../handoff/free-claims';
import { them } from './member-facts';

interface PutBackFacts {
  /** A member whose account is disabled. */
  readonly gone: { readonly id: string; readonly name: string } | null;
  readonly claims: readonly LiveClaim[];
  readonly assignments: readonly Assignment[];
}

const putBackFacts = (member: string): Fragment<PutBackFacts> =>
  sql<PutBackFacts>`(WITH m AS MATERIALIZED (SELECT a.* FROM p, actor a JOIN "user" u ON u.id = a.user_id
      WHERE a.project_id = p.id AND a.id = ${member}::uuid AND u.disabled_at IS NOT NULL)
    SELECT jsonb_build_object('gone', (SELECT jsonb_build_object('id', m.id, 'name', m.name) FROM m),
      'claims', ${liveClaims(them)}, 'assignments', ${openAssignments(them)}))`;

/** What follows in each project from disabling a person everywhere: the instance's commit reaches no other project's rows. */
export const putBackMember = defineAction<PutBackFacts>()({
  name: 'member.putBack',
  title: 'Put back the work of a disabled person',
  description: 'Offers again what a person who was disabled everywhere, and their agents, hold here.',
  input: z.strictObject({ member: z.uuid() }),
  output: z.strictObject({ member: z.string(), putBack: z.number().int() }),
  permission: 'admin',
  scope: 'act',
  audience: 'system',
  events: ['member.workPutBack'],
  besides: ['handoff.released', 'handoff.assigned'],
  retry: 'server',
  refusals: ['RULE_REFUSED', 'NOT_FOUND'],
  facts: (input) => putBackFacts(input.member),
  derive: (facts) =>
    facts.project === null
      ? null
      : { resource: { kind: 'project', id: facts.project.id, label: facts.project.key }, context: {} },
  rule: ({ own: { gone, claims, assignments }, project }) => {
    if (gone === null || project === null) {
      return refuse('member.none', 'There is no such member who is disabled.', { code: 'NOT_FOUND' });
    }
    if (claims.length + assignments.length === 0) {
      return refuse('member.nothing', 'They hold nothing here, and nothing waits for them.');
    }
    const { id, name } = gone;
    return withFreed(
      {
        kind: 'change',
        atSeq: project.seq,
        events: [event('member.workPutBack', { kind: 'actor', id }, { name, putBack: claims.length })],
        result: { member: name, putBack: claims.length },
      },
      claims,
      assignments,
    );
  },
});
