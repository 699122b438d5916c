import { defineAction } from '../../actions/action';
import { now, plus, refuse } from '../../actions/change';
import { event } from '../../events/catalogue';
import { type PlanWork, withPlanWork } from '../plan/plan-facts';
import { handoffDone } from '../plan/plan-links.rules';
import { itemParts } from '../plan/plan-row';
import {
  endedClaim,
  expecting,
  freeSlot,
  handoffUpdate,
  mustHold,
  stageOf,
  staleFence,
  staleVersion,
} from './handoff.rules';
import { CompleteHandoff, HandoffResult } from './handoff.schema';
import { deriveHandoff, gates, labelOf, stageRole } from './handoff-derive.rules';
import { type HandoffFacts, handoffFacts } from './handoff-facts';

export const completeHandoff = defineAction<HandoffFacts & { readonly planWork?: PlanWork | null }>()({
  name: 'handoff.complete',
  title: 'Complete a handoff',
  description:
    'Ends the journey at a final stage, once its checklist is passed, and closes its plan items. The author cannot complete own work.',
  input: CompleteHandoff,
  output: HandoffResult,
  permission: 'member',
  scope: 'act',
  events: ['handoff.completed'],
  besides: ['plan.ticked'],
  retry: 'caller',
  refusals: ['CONFLICT', 'RULE_REFUSED'],
  facts: (input) => withPlanWork(handoffFacts(input.handoff, input.expectedVersion), input.handoff),
  derive: (facts) => deriveHandoff(facts, { roleNeeded: stageRole(facts.own), ...gates(facts, null) }),
  rule: (facts, input, env) => {
    const { own, actor } = facts;
    const { handoff } = own;
    if (handoff === null || actor === null)
      return refuse('handoff.none', 'There is no such handoff.', { code: 'NOT_FOUND' });
    const label = labelOf(facts, handoff);
    const refusal =
      staleVersion(own, input.expectedVersion) ??
      mustHold(own, handoff, actor, label) ??
      staleFence(handoff, input.fence);
    if (refusal) return refusal;
    if (stageOf(own, handoff.stageKey)?.kind !== 'final') {
      return refuse('stage.notFinal', 'A handoff is completed at a final stage; send it on first.', {
        details: {
          finalStages: own.stages.filter((stage) => stage.kind === 'final').map((stage) => stage.key),
        },
      });
    }
    const plan = itemParts((own.planWork?.items ?? []).map(handoffDone), label);
    const moved = handoffUpdate(handoff, {
      state: 'done',
      ...endedClaim,
      fence: plus(1),
      last_holder_id: actor.id,
      stale_at: null,
      refused_at: null,
      refused_policy: null,
      moved_at: now,
      closed_at: now,
    });
    return {
      kind: 'change',
      updates: [
        own.planWork ? expecting(moved, { link_version: own.planWork.linkVersion }) : moved,
        ...freeSlot(handoff),
        ...plan.updates,
      ],
      inserts: [
        {
          table: 'transfer',
          rows: [
            {
              id: env.newId(),
              handoff_id: handoff.id,
              kind: 'complete',
              from_key: handoff.stageKey,
              to_key: handoff.stageKey,
              actor_id: actor.id,
              reason: input.note ?? null,
            },
          ],
          computed: { at: now },
        },
      ],
      deletes: [{ table: 'timer', key: { kind: 'lease', subject_id: handoff.id } }],
      events: [
        event(
          'handoff.completed',
          { kind: 'handoff', id: handoff.id },
          {
            version: handoff.version + 1,
            stage: handoff.stageKey,
            note: input.note ?? null,
            contentHash: handoff.contentHash,
          },
        ),
        ...plan.events,
      ],
      result: {
        handoff: label,
        version: handoff.version + 1,
        state: 'done' as const,
        stage: handoff.stageKey,
        fence: handoff.fence + 1,
      },
    };
  },
  offers: ({ own }) =>
    own.handoff !== null && stageOf(own, own.handoff.stageKey)?.kind === 'final'
      ? [{ arguments: { expectedVersion: own.handoff.version } }]
      : [],
});
