import { defineAction } from '../../actions/action';
import { now, plus, refuse } from '../../actions/change';
import { event } from '../../events/catalogue';
import { type PlanWork, withPlanWork } from '../plan/plan-facts';
import { handoffOpened } from '../plan/plan-links.rules';
import { itemParts } from '../plan/plan-row';
import { expecting, handoffUpdate, staleVersion } from './handoff.rules';
import { HandoffResult, ReopenHandoff } from './handoff.schema';
import { deriveHandoff, labelOf } from './handoff-derive.rules';
import { type HandoffFacts, handoffFacts } from './handoff-facts';

export const reopenHandoff = defineAction<HandoffFacts & { readonly planWork?: PlanWork | null }>()({
  name: 'handoff.reopen',
  title: 'Reopen a handoff',
  description:
    'A lead offers a handoff that was done again, at its last stage and with the reason. Plan items that it closed open with it.',
  input: ReopenHandoff,
  output: HandoffResult,
  permission: 'lead',
  scope: 'act',
  events: ['handoff.reopened'],
  besides: ['plan.ticked'],
  retry: 'caller',
  refusals: ['CONFLICT', 'RULE_REFUSED'],
  facts: (input) => withPlanWork(handoffFacts(input.handoff, input.expectedVersion), input.handoff),
  derive: (facts) => deriveHandoff(facts),
  rule: (facts, input, env) => {
    const { own, actor } = facts;
    const { handoff } = own;
    if (handoff === null || actor === null)
      return refuse('handoff.none', 'There is no such handoff.', { code: 'NOT_FOUND' });
    const refusal = staleVersion(own, input.expectedVersion);
    if (refusal) return refusal;
    if (handoff.state !== 'done') {
      return refuse('handoff.notDone', 'Only what is done can be reopened.', {
        details: { state: handoff.state },
      });
    }
    const label = labelOf(facts, handoff);
    const plan = itemParts((own.planWork?.items ?? []).map(handoffOpened), label);
    const moved = handoffUpdate(handoff, {
      state: 'offered',
      fence: plus(1),
      giver_id: actor.id,
      assignee_id: null,
      moved_at: now,
      closed_at: null,
    });
    return {
      kind: 'change',
      updates: [
        own.planWork ? expecting(moved, { link_version: own.planWork.linkVersion }) : moved,
        ...plan.updates,
      ],
      inserts: [
        {
          table: 'transfer',
          rows: [
            {
              id: env.newId(),
              handoff_id: handoff.id,
              kind: 'reopen',
              from_key: handoff.stageKey,
              to_key: handoff.stageKey,
              actor_id: actor.id,
              reason: input.reason,
            },
          ],
          computed: { at: now },
        },
      ],
      events: [
        event(
          'handoff.reopened',
          { kind: 'handoff', id: handoff.id },
          { version: handoff.version + 1, stage: handoff.stageKey, reason: input.reason },
        ),
        ...plan.events,
      ],
      result: {
        handoff: label,
        version: handoff.version + 1,
        state: 'offered' as const,
        stage: handoff.stageKey,
        fence: handoff.fence + 1,
      },
    };
  },
  offers: ({ own }) =>
    own.handoff?.state === 'done'
      ? [
          {
            arguments: { expectedVersion: own.handoff.version },
            needs: ['reason'],
            standIn: { reason: 'to be given' },
          },
        ]
      : [],
});
