import { defineAction } from '../../actions/action';
import { refuse } from '../../actions/change';
import { event } from '../../events/catalogue';
import { moveParts, mustHold, routeKind, stageOf, staleFence, staleVersion } from './handoff.rules';
import { HandoffResult, SendHandoff } from './handoff.schema';
import { deriveHandoff, labelOf, moveFacts, stageRole } from './handoff-derive.rules';
import { type HandoffFacts, handoffFacts } from './handoff-facts';

export const sendHandoff = defineAction<HandoffFacts>()({
  name: 'handoff.send',
  title: 'Send a handoff on',
  description:
    'Gives the handoff to the next stage along a route, once the required checklist items are passed.',
  input: SendHandoff,
  output: HandoffResult,
  permission: 'member',
  scope: 'act',
  events: ['handoff.sent'],
  retry: 'caller',
  refusals: ['CONFLICT', 'RULE_REFUSED', 'INVALID_ARGUMENTS'],
  facts: (input) => handoffFacts(input.handoff, input.expectedVersion),
  derive: (facts, input) =>
    deriveHandoff(facts, { roleNeeded: stageRole(facts.own), ...moveFacts(facts, input.to) }),
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
    const from = stageOf(own, handoff.stageKey);
    const to = stageOf(own, input.to);
    if (from === undefined || to === undefined || to.key === from.key) {
      return refuse('stage.unknown', 'Name another stage of this workflow.', {
        code: 'INVALID_ARGUMENTS',
        details: { stages: own.stages.map((stage) => stage.key) },
      });
    }
    if (routeKind(from, to) === 'return') {
      return refuse('handoff.backwards', 'That stage lies behind: return it, with a reason.', {
        next: [{ action: 'handoff.return', arguments: { handoff: label, to: to.key }, by: 'you' }],
      });
    }
    return {
      kind: 'change',
      ...moveParts(own, handoff, actor, { kind: 'send', to, reason: input.note ?? null }, env.newId),
      events: [
        event(
          'handoff.sent',
          { kind: 'handoff', id: handoff.id },
          {
            version: handoff.version + 1,
            from: from.key,
            to: to.key,
            note: input.note ?? null,
            contentHash: handoff.contentHash,
          },
        ),
      ],
      result: {
        handoff: label,
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
      .filter((to) => routeKind(from, to) !== 'return')
      .map((to) => ({ arguments: { expectedVersion: version, to: to.key } }));
  },
});
