import { z } from 'zod';
import { defineAction } from '../../actions/action';
import { now, nowPlus, refuse } from '../../actions/change';
import { type Fragment, sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { EXCERPT } from './excerpt';
import { handoffUpdate, LEASE_SECONDS, leaseTimer } from './handoff.rules';
import { AnswerHandoff, HandoffResult } from './handoff.schema';
import { deriveHandoff, labelOf } from './handoff-derive.rules';
import { type HandoffFacts, handoffFacts, questionOf } from './handoff-facts';

function answerFacts(handoff: string, question: string | undefined): Fragment<HandoffFacts> {
  return sql<HandoffFacts>`(SELECT f.j || jsonb_build_object('question', (SELECT ${questionOf(question ?? null)}
      FROM handoff h, p WHERE h.project_id = p.id AND h.id = (f.j -> 'handoff' ->> 'id')::uuid))
    FROM (SELECT ${handoffFacts(handoff)} AS j) f)`;
}

export const answerHandoff = defineAction<HandoffFacts>()({
  name: 'handoff.answer',
  title: 'Answer a question',
  description:
    'Answers the open question of a handoff, asked of you, of a role of yours, or of anybody if you lead. The same holder goes on. The first answer stands.',
  input: AnswerHandoff,
  output: HandoffResult.extend({ question: z.string(), leaseSeconds: z.number().int() }),
  permission: 'member',
  scope: 'act',
  events: ['handoff.answered'],
  retry: 'server',
  refusals: ['CONFLICT', 'RULE_REFUSED', 'INVALID_ARGUMENTS'],
  facts: (input) => answerFacts(input.handoff, input.question),
  derive: (facts) => deriveHandoff(facts),
  rule: (facts, input) => {
    const { handoff, question } = facts.own;
    const { actor } = facts;
    if (handoff === null || actor === null)
      return refuse('handoff.none', 'There is no such handoff.', { code: 'NOT_FOUND' });
    if (question === null) return refuse('question.none', 'No such question was asked about it.');
    const lead = actor.permission === 'lead' || actor.permission === 'admin';
    const asked =
      question.askedId === actor.id || (question.roleKey !== null && actor.roles.includes(question.roleKey));
    if (question.askerId === actor.id) return refuse('question.own', 'Somebody else answers what you asked.');
    if (!asked && !lead) {
      return refuse('question.notAsked', 'It was asked of somebody else; they or a lead can answer.', {
        details: { role: question.roleKey },
      });
    }
    if (question.first !== null) {
      return refuse('question.answered', 'It was answered already: the first answer stands.', {
        code: 'CONFLICT',
        details: { question: question.id, first: question.first },
      });
    }
    if (!question.newest || handoff.state !== 'input_required' || handoff.holder === null)
      return refuse('question.withdrawn', 'The handoff moved on without an answer.');
    if (input.option !== undefined && input.option > question.options) {
      return refuse('question.option', 'The question has no option of that number.', {
        code: 'INVALID_ARGUMENTS',
        details: { options: question.options },
      });
    }
    const leaseSeconds = LEASE_SECONDS[handoff.holder.kind];
    const version = handoff.version + 1;
    return {
      kind: 'change',
      updates: [
        // The claim goes on where it rested: the same holder, the same fence.
        handoffUpdate(handoff, { state: 'active', lease_until: nowPlus(leaseSeconds) }),
        {
          table: 'question',
          key: { id: question.id },
          expect: { answered_version: null },
          set: {
            answerer_id: actor.id,
            option: input.option ?? null,
            answer: input.answer,
            answered_at: now,
            answered_version: version,
          },
        },
      ],
      inserts: [leaseTimer(handoff.id, handoff.fence, leaseSeconds)],
      events: [
        event(
          'handoff.answered',
          { kind: 'handoff', id: handoff.id },
          {
            version,
            stage: handoff.stageKey,
            questionId: question.id,
            option: input.option ?? null,
            excerpt: input.answer.slice(0, EXCERPT),
            leaseSeconds,
          },
        ),
      ],
      result: {
        handoff: labelOf(facts, handoff),
        version,
        state: 'active' as const,
        stage: handoff.stageKey,
        fence: handoff.fence,
        question: question.id,
        leaseSeconds,
      },
    };
  },
  offers: ({ own }) =>
    own.handoff?.state !== 'input_required' || own.question === null
      ? []
      : [
          {
            arguments: { question: own.question.id },
            needs: ['answer'],
            standIn: { answer: 'to be given' },
          },
        ],
});
