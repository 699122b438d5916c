'use client';

import { useTranslations } from 'next-intl';
import { Button } from '../ui/button';
import { ErrorNote } from '../ui/error-note';
import { refusalOf } from './refusal.schema';

/** What the server said to a form: in its own words where it has some, else what is safe and what to do. */
export function RefusalText({ error, onAgain }: { error: unknown; onAgain?: () => void }) {
  const t = useTranslations('people.refused');
  const refusal = refusalOf(error);
  const offline = refusal.kind === 'offline';
  const body = Object(Object(Object(error).data).body);
  const rule = String(Object(body.details).rule ?? '').replaceAll('.', '-');
  const said = t.has(`rules.${rule}`) ? t(`rules.${rule}`) : String(body.message ?? t('unknown'));
  return (
    <ErrorNote
      tone={offline ? 'wait' : 'stop'}
      title={offline ? t('offline') : said}
      safe={t('safe')}
      action={onAgain === undefined ? undefined : <Button onClick={onAgain}>{t('again')}</Button>}
    />
  );
}
