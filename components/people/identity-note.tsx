'use client';

import { useTranslations } from 'next-intl';
import { ErrorNote } from '../ui/error-note';
import type { IdentityProblem } from './identity-requests';

/** What went wrong, what is safe, what to do; in place. */
export function IdentityNote({ problem }: { problem: IdentityProblem }) {
  const t = useTranslations('people.problem');
  const minutes = problem.why === 'rate' ? Math.ceil(problem.seconds / 60) : 0;
  return (
    <ErrorNote
      tone={problem.why === 'offline' || problem.why === 'rate' ? 'wait' : 'stop'}
      title={t(`${problem.why}.title`)}
      safe={t(`${problem.why}.todo`, { minutes })}
    />
  );
}
