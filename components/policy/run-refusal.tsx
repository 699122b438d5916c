'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { ErrorNote } from '@/components/ui/error-note';
import type { Reader } from './denial.rules';
import { DenialNote } from './denial-note';
import type { NextStep } from './refusal.schema';
import type { Run } from './use-run';

export interface RunNoteProps {
  run: Run;
  reader?: Reader | null | undefined;
  /** Repeats the same call after a lost connection. */
  onAgain?: (() => void) | undefined;
  onNext?: ((step: NextStep) => void) | undefined;
  canFollow?: ((step: NextStep) => boolean) | undefined;
}

/** What a run was refused with; loaded with the first refusal, see run-note.tsx. */
export function RunRefusal(props: RunNoteProps) {
  const t = useTranslations('policy.run');
  const { refusal, reset } = props.run;
  if (refusal === null) return null;
  if (refusal.kind === 'denied') {
    return (
      <DenialNote
        denials={refusal.denials}
        action={refusal.action}
        reader={props.reader ?? null}
        onNext={(step) => props.onNext?.(step)}
        canFollow={props.canFollow ?? (() => false)}
        onClose={reset}
      />
    );
  }
  const offline = refusal.kind === 'offline';
  const issues = refusal.kind === 'other' ? refusal.issues : [];
  return (
    <ErrorNote
      tone={offline ? 'wait' : 'stop'}
      title={refusal.kind === 'other' ? refusal.message : offline ? t('offline') : t('conflict')}
      safe={
        issues.length > 0 ? (
          <ul className="list-disc pl-4">
            {issues.map((issue) => (
              <li key={issue} className="break-words">
                {issue}
              </li>
            ))}
          </ul>
        ) : refusal.kind === 'other' ? (
          refusal.hint
        ) : (
          t('safe')
        )
      }
      action={
        props.onAgain && (offline || (refusal.kind === 'other' && refusal.retryable)) ? (
          <Button onClick={props.onAgain}>{t('again')}</Button>
        ) : undefined
      }
    />
  );
}
