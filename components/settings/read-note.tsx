'use client';

import { useTranslations } from 'next-intl';
import { refusalOf } from '@/components/policy/refusal.schema';
import { Button } from '@/components/ui/button';
import { ErrorNote } from '@/components/ui/error-note';

/** What could not be read, and another try. */
export function ReadNote(props: { error: unknown; busy: boolean; onAgain: () => void }) {
  const t = useTranslations('settings.read');
  const refusal = refusalOf(props.error);
  return (
    <ErrorNote
      tone={refusal.kind === 'offline' ? 'wait' : 'stop'}
      title={
        refusal.kind === 'other' ? refusal.message : t(refusal.kind === 'offline' ? 'offline' : 'failed')
      }
      safe={t('safe')}
      action={
        <Button loading={props.busy} onClick={props.onAgain}>
          {t('again')}
        </Button>
      }
    />
  );
}
