'use client';

import { Check } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { ActorMark } from '@/components/ui/actor-mark';
import { RelativeTime } from '@/components/ui/relative-time';
import type { QuestionView } from '@/server/domain/handoff/handoff.schema';
import { AnswerForm } from './answer-form';
import { Markdown } from './markdown';
import { OptionText } from './option-text';
import { usePanel } from './panel-context';
import { numbered, type OptionDraft, shownQuestion } from './question.rules';
import { useRoleNames } from './use-role-names';

/** The open question with the form for whoever may answer it; afterwards what was answered, while the asker goes on. */
export function QuestionWell() {
  const { detail } = usePanel();
  const question = shownQuestion(detail);
  return question === null ? null : <ShownQuestion key={question.id} question={question} />;
}

function ShownQuestion({ question }: { question: QuestionView }) {
  const t = useTranslations('handoff.question');
  const { actions, available, offset } = usePanel();
  const { name } = useRoleNames();
  const { asker, answer } = question;
  const mayAnswer =
    question.open && actions.some((each) => each.name === 'handoff.answer' && each.allowed !== 'blocked');
  const whom =
    question.actor === null
      ? t('askedRole', { role: question.role === null ? '' : name(question.role) })
      : question.actor.id === available?.actor.id
        ? t('askedYou')
        : t('askedActor', { name: question.actor.name });
  return (
    <section
      className="mx-5 mb-3.5 flex flex-col gap-2.5 max-sm:mx-4"
      aria-label={t('label')}
      data-question={question.id}
    >
      <div className="flex flex-col gap-1.5 rounded-pane bg-sunken px-3.5 py-3">
        <p className="flex flex-wrap items-center gap-x-1.5 text-ink-2 text-meta">
          <ActorMark
            size={16}
            id={asker.id}
            kind={asker.kind}
            name={asker.name}
            owner={asker.owner}
            label=""
          />
          <span className={`font-medium text-ink ${asker.kind === 'agent' ? 'mono' : ''}`}>{asker.name}</span>
          <span>{whom}</span>
          <RelativeTime iso={question.askedAt} offset={offset} format="ago" className="ml-auto text-ink-3" />
        </p>
        <div className="text-reading">
          <Markdown text={question.question} />
        </div>
      </div>
      {mayAnswer ? (
        <AnswerForm question={question} />
      ) : (
        <>
          <Options options={question.options} picked={answer?.option ?? null} />
          {answer === null ? null : (
            <div className="flex flex-col gap-1 border-go-line border-l-2 pl-3" role="status">
              <p className="flex flex-wrap items-center gap-x-1.5 text-ink-2 text-meta">
                <ActorMark
                  size={16}
                  id={answer.by.id}
                  kind={answer.by.kind}
                  name={answer.by.name}
                  owner={answer.by.owner}
                  label=""
                />
                {t('answered', { name: answer.by.name })}
                <RelativeTime iso={answer.at} offset={offset} format="ago" className="ml-auto text-ink-3" />
              </p>
              <Markdown text={answer.answer} />
            </div>
          )}
        </>
      )}
    </section>
  );
}

/** What could be chosen, for those who only read. */
function Options({ options, picked }: { options: readonly OptionDraft[]; picked: number | null }) {
  const t = useTranslations('handoff.question');
  if (options.length === 0) return null;
  return (
    <ol className="flex flex-col gap-1.5" aria-label={t('options')}>
      {numbered(options).map((option) => (
        <li
          key={option.number}
          className="answer-option"
          data-picked={picked === option.number ? '' : undefined}
        >
          {picked === option.number ? (
            <Check size={16} className="mt-px text-go" aria-label={t('picked')} />
          ) : null}
          <OptionText option={option} />
        </li>
      ))}
    </ol>
  );
}
