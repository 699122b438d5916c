'use client';

import { useTranslations } from 'next-intl';
import { refusalOf } from '@/components/policy/refusal.schema';
import { Button } from '@/components/ui/button';
import { ErrorNote } from '@/components/ui/error-note';

/** What could not be read: whether the server was reached, and another try. */
export function ReadFailure({ error, onAgain }: { error: unknown; onAgain: () => void }) {
  const t = useTranslations('sessions.error');
  const refusal = refusalOf(error);
  const offline = refusal.kind === 'offline';
  return (
    <ErrorNote
      className="max-w-110"
      tone={offline ? 'wait' : 'stop'}
      title={offline ? t('offline') : refusal.kind === 'other' ? refusal.message : t('failed')}
      safe={t('safe')}
      action={<Button onClick={onAgain}>{t('retry')}</Button>}
    />
  );
}
