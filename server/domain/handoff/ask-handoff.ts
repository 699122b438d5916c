import { z } from 'zod';
import { defineAction } from '../../actions/action';
import { now, refuse } from '../../actions/change';
import { type Fragment, sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { EXCERPT } from './excerpt';
import { handoffUpdate, mustHold, staleFence, staleVersion } from './handoff.rules';
import { AskHandoff, HandoffResult } from './handoff.schema';
import { deriveHandoff, labelOf } from './handoff-derive.rules';
import { type HandoffFacts, handoffFacts } from './handoff-facts';

interface AskFacts extends HandoffFacts {
  /** Not known where only moves are listed. */
  readonly roleKnown?: boolean;
  /** The member or agent named; null where there is none. */
  readonly asked: { readonly id: string; readonly disabled: boolean } | null;
}

export const askHandoff = defineAction<AskFacts>()({
  name: 'handoff.ask',
  title: 'Ask a question',
  description:
    'Asks a role or one member about a handoff you hold. Your claim stays yours and its lease rests until the answer; wait_for_next brings it.',
  input: AskHandoff,
  output: HandoffResult.extend({ question: z.string() }),
  permission: 'member',
  scope: 'act',
  events: ['handoff.asked'],
  retry: 'caller',
  refusals: ['CONFLICT', 'RULE_REFUSED', 'INVALID_ARGUMENTS'],
  facts: (input): Fragment<AskFacts> =>
    sql<AskFacts>`(${handoffFacts(input.handoff, input.expectedVersion)} || jsonb_build_object(
      'roleKnown', EXISTS (SELECT FROM role r, p WHERE r.project_id = p.id AND r.key = ${input.role ?? null}::text),
      'asked', (SELECT jsonb_build_object('id', a.id, 'disabled', a.disabled_at IS NOT NULL) FROM actor a, p
        WHERE a.project_id = p.id AND a.name = ${input.actor ?? null}::text AND a.kind <> 'system')))`,
  derive: (facts) => deriveHandoff(facts),
  rule: (facts, input, env) => {
    const { handoff, asked } = facts.own;
    const { actor } = facts;
    if (handoff === null || actor === null)
      return refuse('handoff.none', 'There is no such handoff.', { code: 'NOT_FOUND' });
    const label = labelOf(facts, handoff);
    const refusal =
      staleVersion(facts.own, input.expectedVersion) ??
      staleFence(handoff, input.fence) ??
      mustHold(facts.own, handoff, actor, label);
    if (refusal) return refusal;
    if (handoff.holder === null) {
      return refuse(
        'handoff.unclaimed',
        'Claim the handoff first: the answer comes back to whoever holds it.',
        {
          next: [{ action: 'handoff.claim', arguments: { handoff: label }, by: 'you' }],
        },
      );
    }
    const invalid = (rule: string, message: string) => refuse(rule, message, { code: 'INVALID_ARGUMENTS' });
    if ((input.role === undefined) === (input.actor === undefined))
      return invalid('question.whom', 'Name one: a role, or a member or agent.');
    if (input.role !== undefined && facts.own.roleKnown === false)
      return invalid('question.role', 'No role of this project has that key.');
    if (input.actor !== undefined && (asked === null || asked.disabled))
      return invalid('question.actor', 'No active member or agent of this project has that name.');
    if (asked?.id === actor.id) return invalid('question.self', 'Nobody asks themselves.');
    const id = env.newId();
    return {
      kind: 'change',
      updates: [handoffUpdate(handoff, { state: 'input_required', lease_until: null })],
      inserts: [
        {
          table: 'question',
          rows: [
            {
              id,
              handoff_id: handoff.id,
              asker_id: actor.id,
              role_key: input.role ?? null,
              asked_id: asked?.id ?? null,
              body: input.question,
              options: input.options,
            },
          ],
          computed: { asked_at: now },
        },
      ],
      deletes: [{ table: 'timer', key: { kind: 'lease', subject_id: handoff.id } }],
      events: [
        event(
          'handoff.asked',
          { kind: 'handoff', id: handoff.id },
          {
            version: handoff.version + 1,
            stage: handoff.stageKey,
            questionId: id,
            role: input.role ?? null,
            actor: input.actor ?? null,
            excerpt: input.question.slice(0, EXCERPT),
            options: input.options.length,
          },
        ),
      ],
      result: {
        handoff: label,
        version: handoff.version + 1,
        state: 'input_required' as const,
        stage: handoff.stageKey,
        fence: handoff.fence,
        question: id,
      },
    };
  },
  offers: (facts) =>
    facts.own.handoff?.state !== 'active'
      ? []
      : [
          {
            arguments: { expectedVersion: facts.own.handoff.version },
            needs: ['question', 'role'],
            standIn: { question: 'to be given', role: 'role' },
          },
        ],
});
