'use client';

import { useTranslations } from 'next-intl';
import { refusalOf } from '@/components/policy/refusal.schema';
import { Button } from '@/components/ui/button';
import { ErrorNote } from '@/components/ui/error-note';
import { Skeleton } from '@/components/ui/skeleton';

/** The list could not be read: why, what is safe, what to do. */
export function AgentsFailed({
  error,
  loading,
  onRetry,
}: {
  error: unknown;
  loading: boolean;
  onRetry: () => void;
}) {
  const t = useTranslations('agent.error');
  const refusal = refusalOf(error);
  const denied = refusal.kind === 'other' && refusal.code === 'POLICY_DENIED';
  return (
    <ErrorNote
      className="mx-auto max-w-110"
      tone={refusal.kind === 'offline' ? 'wait' : 'stop'}
      title={denied ? t('denied') : refusal.kind === 'offline' ? t('offline') : t('failed')}
      safe={denied ? t('deniedDo') : t('safe')}
      action={
        denied ? undefined : (
          <Button loading={loading} onClick={onRetry}>
            {t('retry')}
          </Button>
        )
      }
    />
  );
}

/** The table's own layout in sunken bars. */
export function AgentsSkeleton() {
  const t = useTranslations('agent');
  return (
    <div className="flex flex-col gap-3" role="status" aria-label={t('loading')}>
      {['a', 'b', 'c', 'd'].map((row) => (
        <Skeleton key={row} className="h-13 w-full" />
      ))}
    </div>
  );
}
