'use client';

import { useTranslations } from 'next-intl';
import { DenialNote } from '@/components/policy/denial-note';
import type { Refusal } from '@/components/policy/refusal.schema';
import { Button } from '@/components/ui/button';
import { ErrorNote } from '@/components/ui/error-note';

export interface PlanRefusalProps {
  refusal: Refusal;
  action: string;
  onClose: () => void;
  onRetry?: (() => void) | undefined;
}

/** Why it did not happen, where it was tried. */
export function PlanRefusal({ refusal, action, onClose, onRetry }: PlanRefusalProps) {
  const t = useTranslations('plan');
  if (refusal.kind === 'denied') {
    return (
      <DenialNote
        denials={refusal.denials}
        action={action}
        onNext={onClose}
        canFollow={() => false}
        onClose={onClose}
      />
    );
  }
  const title =
    refusal.kind === 'offline' ? t('offline') : refusal.kind === 'conflict' ? t('conflict') : refusal.message;
  return (
    <ErrorNote
      tone={refusal.kind === 'other' ? 'stop' : 'wait'}
      title={title}
      safe={t('safe')}
      action={
        <>
          {onRetry ? <Button onClick={onRetry}>{t('retry')}</Button> : null}
          <Button variant="ghost" onClick={onClose}>
            {t('close')}
          </Button>
        </>
      }
    />
  );
}
