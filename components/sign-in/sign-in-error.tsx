'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { everySecond } from '../ui/clock';
import { countdown } from '../ui/elapsed.rules';
import { ErrorNote } from '../ui/error-note';

export type SignInProblem =
  | { why: 'empty' | 'wrong' | 'offline' | 'unavailable' | 'unverified' | 'refused' }
  /** Browser's clock, ms: when a new try is taken. */
  | { why: 'rate'; until: number };

/** Why nobody was signed in. A pause counts down and leaves when it is over. */
export function SignInError({ problem, onOver }: { problem: SignInProblem; onOver: () => void }) {
  const t = useTranslations('sign-in.problem');
  if (problem.why === 'rate') return <Pause until={problem.until} onOver={onOver} />;
  return (
    <ErrorNote
      tone={problem.why === 'offline' ? 'wait' : 'stop'}
      title={t(`${problem.why}.title`)}
      safe={t(`${problem.why}.todo`)}
    />
  );
}

function Pause({ until, onOver }: { until: number; onOver: () => void }) {
  const t = useTranslations('sign-in.problem.rate');
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => everySecond(() => setNow(Date.now())), []);
  useEffect(() => {
    if (now >= until) onOver();
  }, [now, until, onOver]);
  return (
    <ErrorNote
      tone="wait"
      title={t('title')}
      safe={
        // Not read aloud each second: the title was.
        <span aria-live="off">
          {t.rich('todo', {
            time: countdown(until - now),
            mono: (part) => <span className="mono">{part}</span>,
          })}
        </span>
      }
    />
  );
}
