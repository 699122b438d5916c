import { defineAction } from '../../actions/action';
import { refuse } from '../../actions/change';
import { type Fragment, sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import {
  type Actor,
  assignedElsewhere,
  closed,
  type Handoff,
  handoffUpdate,
  staleVersion,
} from './handoff.rules';
import { AssignHandoff, HandoffResult } from './handoff.schema';
import { deriveHandoff, labelOf } from './handoff-derive.rules';
import { type HandoffFacts, handoffFacts } from './handoff-facts';

interface AssignFacts extends HandoffFacts {
  readonly target: {
    readonly id: string;
    readonly roles: readonly string[];
    readonly disabled: boolean;
  } | null;
}

function assignFacts(
  handoff: string,
  expectedVersion: number,
  assignee: string | null,
): Fragment<AssignFacts> {
  return sql<AssignFacts>`(${handoffFacts(handoff, expectedVersion)} || jsonb_build_object('target',
    (SELECT jsonb_build_object('id', a.id, 'disabled', coalesce(u.disabled_at, a.disabled_at) IS NOT NULL,
        'roles', coalesce((SELECT jsonb_agg(r.role_key) FROM actor_role r WHERE r.project_id = a.project_id AND r.actor_id = a.id), '[]'))
      FROM p, actor a LEFT JOIN "user" u ON u.id = a.user_id
      WHERE a.project_id = p.id AND a.name = ${assignee}::text AND a.kind <> 'system')))`;
}

/** Otherwise whoever finds it assigned elsewhere would clear that and take it. */
function mayReassign(handoff: Handoff, actor: Actor): boolean {
  const theirs = [handoff.assignee, handoff.giver, handoff.author].some((one) => one?.id === actor.id);
  return theirs || actor.permission === 'lead' || actor.permission === 'admin';
}

export const assignHandoff = defineAction<AssignFacts>()({
  name: 'handoff.assign',
  title: 'Assign a handoff',
  description: 'Names who shall take an offered handoff; null lets anybody with the role take it.',
  input: AssignHandoff,
  output: HandoffResult,
  permission: 'member',
  scope: 'act',
  events: ['handoff.assigned'],
  retry: 'caller',
  refusals: ['CONFLICT', 'RULE_REFUSED', 'INVALID_ARGUMENTS'],
  facts: (input) => assignFacts(input.handoff, input.expectedVersion, input.assignee),
  derive: (facts) => deriveHandoff(facts),
  rule: (facts, input) => {
    const { actor } = facts;
    const { handoff, target, stages } = facts.own;
    if (handoff === null || actor === null)
      return refuse('handoff.none', 'There is no such handoff.', { code: 'NOT_FOUND' });
    const refusal = staleVersion(facts.own, input.expectedVersion) ?? closed(handoff);
    if (refusal) return refusal;
    if (handoff.holder !== null) {
      return refuse('handoff.held', 'Somebody holds it already; assign it once it is offered again.', {
        details: { holder: { kind: handoff.holder.kind, name: handoff.holder.name } },
      });
    }
    if (handoff.assignee !== null && !mayReassign(handoff, actor)) return assignedElsewhere(handoff.assignee);
    const role = stages.find((stage) => stage.key === handoff.stageKey)?.roleKey ?? '';
    if (input.assignee !== null) {
      if (target === null || target.disabled) {
        return refuse('handoff.assignee', 'No active member or agent of this project has that name.', {
          code: 'INVALID_ARGUMENTS',
        });
      }
      if (!target.roles.includes(role)) {
        return refuse('handoff.assignee', 'They do not hold the role that works at this stage.', {
          details: { role },
        });
      }
    }
    return {
      kind: 'change',
      updates: [handoffUpdate(handoff, { assignee_id: target?.id ?? null })],
      events: [
        event(
          'handoff.assigned',
          { kind: 'handoff', id: handoff.id },
          {
            version: handoff.version + 1,
            assignee: input.assignee,
          },
        ),
      ],
      result: {
        handoff: labelOf(facts, handoff),
        version: handoff.version + 1,
        state: handoff.state,
        stage: handoff.stageKey,
        fence: handoff.fence,
      },
    };
  },
});
