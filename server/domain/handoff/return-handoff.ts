import { defineAction } from '../../actions/action';
import { now, refuse, type Update } from '../../actions/change';
import { event } from '../../events/catalogue';
import {
  mayTake,
  moveParts,
  RETURN_BUDGET,
  routeKind,
  stageOf,
  staleFence,
  staleVersion,
} from './handoff.rules';
import { HandoffResult, ReturnHandoff } from './handoff.schema';
import { deriveHandoff, labelOf, moveFacts, stageRole } from './handoff-derive.rules';
import { type HandoffFacts, handoffFacts } from './handoff-facts';

/** The stage a return leads to: the one named, the one it came from, or the only route back. */
function target(own: HandoffFacts, named: string | undefined): string {
  if (named !== undefined) return named;
  const last = own.lastTransfer;
  const from = own.handoff === null ? undefined : stageOf(own, own.handoff.stageKey);
  const back = own.routes
    .filter((route) => route.from === from?.key)
    .map((route) => stageOf(own, route.to))
    .filter((stage) => stage !== undefined && from !== undefined && routeKind(from, stage) === 'return');
  const came = back.find((stage) => stage?.key === last?.from);
  return came?.key ?? back[0]?.key ?? last?.from ?? '';
}

export const returnHandoff = defineAction<HandoffFacts>()({
  name: 'handoff.return',
  title: 'Return a handoff',
  description:
    'Gives it back to an earlier stage with a reason for each failed item. Counts against the loop budget.',
  input: ReturnHandoff,
  output: HandoffResult,
  permission: 'member',
  scope: 'act',
  events: ['handoff.returned'],
  retry: 'caller',
  refusals: ['CONFLICT', 'RULE_REFUSED', 'INVALID_ARGUMENTS'],
  facts: (input) => handoffFacts(input.handoff, input.expectedVersion),
  derive: (facts, input) =>
    deriveHandoff(facts, {
      roleNeeded: stageRole(facts.own),
      ...moveFacts(facts, target(facts.own, input.to)),
    }),
  rule: (facts, input, env) => {
    const { own, actor } = facts;
    const { handoff } = own;
    if (handoff === null || actor === null)
      return refuse('handoff.none', 'There is no such handoff.', { code: 'NOT_FOUND' });
    const refusal =
      staleVersion(own, input.expectedVersion) ??
      mayTake(own, handoff, actor, labelOf(facts, handoff)) ??
      staleFence(handoff, input.fence);
    if (refusal) return refusal;
    const from = stageOf(own, handoff.stageKey);
    const to = stageOf(own, target(own, input.to));
    if (from === undefined || to === undefined || routeKind(from, to) !== 'return' || to.key === from.key) {
      return refuse('handoff.noReturn', 'No earlier stage is reached from here by a return.', {
        code: 'INVALID_ARGUMENTS',
      });
    }
    if (handoff.returns >= RETURN_BUDGET && actor.kind === 'agent') {
      return refuse(
        'handoff.loopBudget',
        'The loop budget is spent: a lead decides now, not another agent.',
        {
          details: { returns: handoff.returns, limit: RETURN_BUDGET },
          next: [{ action: 'handoff.route', arguments: { handoff: labelOf(facts, handoff) }, by: 'lead' }],
        },
      );
    }
    const failed = new Map(input.failedItems.map((item) => [item.item, item.reason]));
    const unknown = [...failed.keys()].filter((key) => !own.items.some((item) => item.key === key));
    if (unknown.length > 0) {
      return refuse('checklist.unknownItem', 'Some items are not on the checklist of this stage.', {
        code: 'INVALID_ARGUMENTS',
        details: { unknown, items: own.items.map((item) => item.key) },
      });
    }
    const parts = moveParts(own, handoff, actor, { kind: 'return', to, reason: input.reason }, env.newId);
    const marks: Update[] = own.items
      .filter((item) => failed.has(item.key))
      .map((item) => ({
        table: 'checklist_item',
        key: { id: item.id },
        set: {
          state: 'failed',
          reason: failed.get(item.key) ?? null,
          ticked_by: actor.id,
          ticked_at: now,
          ticked_hash: handoff.contentHash,
        },
      }));
    return {
      kind: 'change',
      ...parts,
      updates: [...parts.updates, ...marks],
      events: [
        event(
          'handoff.returned',
          { kind: 'handoff', id: handoff.id },
          {
            version: handoff.version + 1,
            from: from.key,
            to: to.key,
            reason: input.reason,
            failedItems: input.failedItems,
            returns: handoff.returns + 1,
          },
        ),
      ],
      result: {
        handoff: labelOf(facts, handoff),
        version: handoff.version + 1,
        state: 'offered' as const,
        stage: to.key,
        fence: handoff.fence + 1,
      },
    };
  },
  offers: ({ own }) => {
    const from = own.handoff === null ? undefined : stageOf(own, own.handoff.stageKey);
    if (own.handoff === null || from === undefined) return [];
    const { version } = own.handoff;
    return own.stages
      .filter((to) => to.key !== from.key && routeKind(from, to) === 'return')
      .map((to) => ({
        arguments: { expectedVersion: version, to: to.key },
        needs: ['reason'],
        standIn: { reason: 'to be given' },
      }));
  },
});
