import { defineAction } from '../../actions/action';
import { type Json, refuse, type Update } from '../../actions/change';
import { event } from '../../events/catalogue';
import { closed, handoffUpdate, staleFence, staleVersion } from './handoff.rules';
import { HandoffResult, UpdateHandoff } from './handoff.schema';
import { branchFacts, deriveHandoff, labelOf } from './handoff-derive.rules';
import { type HandoffFacts, handoffFacts } from './handoff-facts';
import { packageScore } from './package.rules';

export const updateHandoff = defineAction<HandoffFacts>()({
  name: 'handoff.update',
  title: 'Edit a handoff',
  description:
    'Changes title, package, branch, labels, priority, mode or due date. A changed package makes ticks stale.',
  input: UpdateHandoff,
  output: HandoffResult,
  permission: 'member',
  scope: 'act',
  events: ['handoff.updated'],
  retry: 'caller',
  refusals: ['CONFLICT', 'RULE_REFUSED'],
  facts: (input) => handoffFacts(input.handoff, input.expectedVersion),
  derive: (facts, input) =>
    deriveHandoff(facts, input.branch === undefined ? {} : branchFacts(facts, input.branch)),
  rule: (facts, input) => {
    const { handoff } = facts.own;
    if (handoff === null || facts.actor === null)
      return refuse('handoff.none', 'There is no such handoff.', { code: 'NOT_FOUND' });
    const refusal =
      staleVersion(facts.own, input.expectedVersion) ?? closed(handoff) ?? staleFence(handoff, input.fence);
    if (refusal) return refusal;
    if (
      facts.actor.kind === 'agent' &&
      handoff.holder?.id !== facts.actor.id &&
      handoff.author.id !== facts.actor.id
    ) {
      return refuse('handoff.unclaimed', 'An agent edits what it holds or made. Claim the handoff first.', {
        next: [{ action: 'handoff.claim', arguments: { handoff: input.handoff }, by: 'you' }],
      });
    }
    const { handoff: _, expectedVersion: __, fence: ___, package: parts, dueAt, ...fields } = input;
    const content = parts === undefined ? undefined : { ...handoff.package, ...parts };
    const changed: Record<string, Json | undefined> = Object.fromEntries(
      Object.entries({ ...fields, ...(dueAt === undefined ? {} : { dueAt }) }).filter(
        ([, value]) => value !== undefined,
      ),
    );
    if (parts !== undefined) changed.package = Object.keys(parts);
    if (Object.keys(changed).length === 0) {
      return refuse('handoff.nothing', 'Name at least one field to change.', { code: 'INVALID_ARGUMENTS' });
    }
    const set: Update['set'] = {
      ...fields,
      ...(dueAt === undefined ? {} : { due_at: dueAt }),
      ...(content === undefined ? {} : { package: content, package_score: packageScore(content) }),
    };
    return {
      kind: 'change',
      updates: [handoffUpdate(handoff, set)],
      events: [
        event(
          'handoff.updated',
          { kind: 'handoff', id: handoff.id },
          { version: handoff.version + 1, changed },
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
