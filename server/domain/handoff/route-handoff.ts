import { defineAction } from '../../actions/action';
import { refuse } from '../../actions/change';
import { event } from '../../events/catalogue';
import { closed, moveParts, stageOf, staleVersion } from './handoff.rules';
import { HandoffResult, RouteHandoff } from './handoff.schema';
import { deriveHandoff, labelOf, moveFacts } from './handoff-derive.rules';
import { type HandoffFacts, handoffFacts } from './handoff-facts';

export const routeHandoff = defineAction<HandoffFacts>()({
  name: 'handoff.route',
  title: 'Re-route a handoff',
  description:
    'A lead moves any live handoff along a route; the gates of that route hold, the claim of its holder ends.',
  input: RouteHandoff,
  output: HandoffResult,
  permission: 'lead',
  scope: 'act',
  events: ['handoff.routed'],
  retry: 'caller',
  refusals: ['CONFLICT', 'RULE_REFUSED', 'INVALID_ARGUMENTS'],
  facts: (input) => handoffFacts(input.handoff, input.expectedVersion),
  derive: (facts, input) => deriveHandoff(facts, moveFacts(facts, input.to)),
  rule: (facts, input, env) => {
    const { own, actor } = facts;
    const { handoff } = own;
    if (handoff === null || actor === null)
      return refuse('handoff.none', 'There is no such handoff.', { code: 'NOT_FOUND' });
    const refusal = staleVersion(own, input.expectedVersion) ?? closed(handoff);
    if (refusal) return refusal;
    const to = stageOf(own, input.to);
    if (to === undefined || to.key === handoff.stageKey) {
      return refuse('stage.unknown', 'Name another stage of this workflow.', {
        code: 'INVALID_ARGUMENTS',
        details: { stages: own.stages.map((stage) => stage.key) },
      });
    }
    return {
      kind: 'change',
      ...moveParts(own, handoff, actor, { kind: 'route', to, reason: input.reason ?? null }, env.newId),
      events: [
        event(
          'handoff.routed',
          { kind: 'handoff', id: handoff.id },
          {
            version: handoff.version + 1,
            from: handoff.stageKey,
            to: to.key,
            reason: input.reason ?? null,
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
  offers: ({ own }) =>
    own.handoff === null
      ? []
      : own.stages
          .filter((to) => to.key !== own.handoff?.stageKey)
          .map((to) => ({ arguments: { expectedVersion: own.handoff?.version, to: to.key } })),
});
