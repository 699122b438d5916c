'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field, TextArea } from '@/components/ui/field';
import {
  changesOf,
  type DraftField,
  draftOf,
  FIELD_LIMIT,
  type PackageDraft,
  problemsOf,
} from './package-draft.rules';
import { usePanel } from './panel-context';
import { RefusalNote } from './refusal-note';
import { useAction } from './use-action';
import { useDraft } from './use-draft';

const FIELDS: readonly { field: DraftField; rows: number }[] = [
  { field: 'summary', rows: 5 },
  { field: 'lessons', rows: 3 },
  { field: 'checklist', rows: 3 },
  { field: 'audit', rows: 3 },
  { field: 'metadata', rows: 3 },
  { field: 'startupPrompt', rows: 3 },
  { field: 'controlQuestions', rows: 3 },
  { field: 'successCriteria', rows: 3 },
  { field: 'links', rows: 2 },
];

interface Draft {
  /** What was loaded when the editing began, with its version: only differences are sent. */
  readonly before: PackageDraft;
  readonly version: number;
  readonly now: PackageDraft;
}

/** The package as a form. The draft outlives the tab, the panel and every refusal. */
export function PackageForm({ onClose }: { onClose: () => void }) {
  const t = useTranslations('handoff.package');
  const common = useTranslations('handoff');
  const { detail } = usePanel();
  const [draft, setDraft, clear] = useDraft<Draft>('package', () => {
    const before = draftOf(detail.package);
    return { before, version: detail.card.version, now: before };
  });
  const action = useAction();
  const [tried, setTried] = useState(false);
  const problems = problemsOf(draft.now);
  const broken = Object.keys(problems).length > 0;
  const content = changesOf(draft.before, draft.now);
  const finish = <Done,>(done: Done) => {
    if (done !== null) {
      clear();
      onClose();
    }
    return done;
  };
  const submit = () => {
    setTried(true);
    if (broken) return;
    if (Object.keys(content).length === 0) {
      finish(true);
      return;
    }
    void action
      .run('handoff.update', {
        handoff: detail.card.handoff,
        expectedVersion: draft.version,
        package: content,
      })
      .then(finish);
  };
  return (
    <form
      className="flex flex-col gap-3 py-3.5"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {FIELDS.map(({ field, rows }) => {
        const limit = field in FIELD_LIMIT ? FIELD_LIMIT[field as keyof typeof FIELD_LIMIT] : null;
        const length = draft.now[field].length;
        const problem = problems[field];
        return (
          <Field
            key={field}
            label={t(`part.${field}`)}
            hint={
              limit !== null && length > limit * 0.8 ? t('length', { length, limit }) : t(`hint.${field}`)
            }
            error={problem !== undefined && (tried || problem === 'long') ? t(`problem.${problem}`) : null}
          >
            {(control) => (
              <TextArea
                {...control}
                rows={rows}
                value={draft.now[field]}
                onChange={(event) =>
                  setDraft({ ...draft, now: { ...draft.now, [field]: event.target.value } })
                }
              />
            )}
          </Field>
        );
      })}
      <p className="text-meta text-wait">{t('staleNote')}</p>
      {/* Beside the button and not above it in the form, whose end is three screens below what was saved. */}
      <div className="sticky bottom-0 flex max-h-[50dvh] flex-wrap justify-end gap-2 overflow-y-auto bg-surface py-2">
        <div className="w-full empty:hidden">
          <RefusalNote action={{ ...action, again: () => action.again().then(finish) }} />
        </div>
        <Button
          variant="ghost"
          onClick={() => {
            clear();
            onClose();
          }}
        >
          {t('discard')}
        </Button>
        <Button type="submit" variant="primary" loading={action.pending} data-action="handoff.update">
          {common('save')}
        </Button>
      </div>
    </form>
  );
}
