'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { ErrorNote } from '@/components/ui/error-note';

/** A page that failed to draw. The digest finds the error in the server's log; its text stays there. */
export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const t = useTranslations('common.error');
  return (
    <div className="grid h-full min-h-80 place-items-center p-6">
      <ErrorNote
        className="max-w-md"
        title={t('title')}
        safe={t('safe')}
        action={
          <>
            <Button onClick={reset}>{t('action')}</Button>
            {error.digest ? (
              <span className="mono text-ink-3">{t('reference', { digest: error.digest })}</span>
            ) : null}
          </>
        }
      />
    </div>
  );
}
