'use client';

import { CornerUpLeft, Info } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useId, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { Field, TextArea } from '@/components/ui/field';
import { Kbd } from '@/components/ui/kbd';
import { useToast } from '@/components/ui/toaster';
import type { QuestionView } from '@/server/domain/handoff/handoff.schema';
import { OptionText } from './option-text';
import { usePanel } from './panel-context';
import { numbered } from './question.rules';
import { RefusalNote } from './refusal-note';
import { useAction } from './use-action';
import { useDraft } from './use-draft';
import { useWanted } from './use-wanted';

interface AnswerDraft {
  /** From 1; 0 for none of them, null until something is chosen. */
  readonly option: number | null;
  readonly answer: string;
}

const SHORTEST = 3;

/** Picks an option, says why, and gives it back to whoever asked; they go on under the same claim. */
export function AnswerForm({ question }: { question: QuestionView }) {
  const t = useTranslations('handoff.question');
  const { detail } = usePanel();
  const toast = useToast();
  const [draft, setDraft, clear] = useDraft<AnswerDraft>(`answer ${question.id}`, () => ({
    option: null,
    answer: '',
  }));
  const action = useAction();
  const group = useId();
  const form = useRef<HTMLFormElement>(null);
  const choices = question.options.length;
  useWanted('answer', () => form.current?.querySelector<HTMLElement>('input, textarea')?.focus());
  const ready = draft.answer.trim().length >= SHORTEST && (choices === 0 || draft.option !== null);

  // The form goes with the question: whoever typed stays in the panel.
  const panel = () => form.current?.closest<HTMLElement>('.handoff-panel') ?? null;
  const finish = <Done,>(done: Done, rest: HTMLElement | null) => {
    if (done !== null) {
      clear();
      toast({ title: t('given', { name: question.asker.name, handoff: detail.card.handoff }) });
      rest?.focus({ preventScroll: true });
    }
    return done;
  };
  const send = () => {
    if (!ready || action.pending) return;
    const rest = panel();
    const { option } = draft;
    void action
      .run('handoff.answer', {
        handoff: detail.card.handoff,
        question: question.id,
        ...(option === null || option === 0 ? {} : { option }),
        answer: draft.answer.trim(),
      })
      .then((done) => finish(done, rest));
  };
  const choice = (number: number) => ({
    type: 'radio',
    className: 'answer-radio',
    name: group,
    checked: draft.option === number,
    onChange: () => setDraft({ ...draft, option: number }),
  });

  return (
    <form
      ref={form}
      className="flex flex-col gap-2.5"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {choices === 0 ? null : (
        <fieldset className="flex flex-col gap-1.5">
          <legend className="sr-only">{t('options')}</legend>
          {numbered(question.options).map((option) => (
            <label
              key={option.number}
              className="answer-option"
              data-chosen={draft.option === option.number ? '' : undefined}
            >
              <input {...choice(option.number)} data-option={option.number} />
              <OptionText option={option} />
            </label>
          ))}
          <label className="answer-option" data-chosen={draft.option === 0 ? '' : undefined}>
            <input {...choice(0)} />
            <span className="font-medium">{t('none')}</span>
          </label>
        </fieldset>
      )}
      <Field
        label={
          <>
            {choices === 0 ? t('answer') : t('reason')}{' '}
            <span className="font-normal text-ink-3">{t('required')}</span>
          </>
        }
      >
        {(control) => (
          <TextArea
            {...control}
            rows={3}
            maxLength={4000}
            value={draft.answer}
            onChange={(event) => setDraft({ ...draft, answer: event.target.value })}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
                event.preventDefault();
                send();
              }
            }}
          />
        )}
      </Field>
      <RefusalNote
        action={{ ...action, again: () => action.again().then((done) => finish(done, panel())) }}
      />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <Button
          type="submit"
          variant="primary"
          className="max-sm:w-full"
          loading={action.pending}
          disabled={!ready}
          data-action="handoff.answer"
          aria-keyshortcuts="Control+Enter Meta+Enter"
        >
          <CornerUpLeft size={14} aria-hidden />
          {t('submit')}
          <Kbd keys={['mod', 'enter']} />
        </Button>
        <p className="flex min-w-0 items-center gap-1.5 text-ink-3 text-meta">
          <Info size={13} className="shrink-0" aria-hidden />
          {t('resumes', { name: question.asker.name })}
        </p>
      </div>
    </form>
  );
}
