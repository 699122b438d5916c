'use client';

import { useTranslations } from 'next-intl';
import { DenialNote } from '@/components/policy/denial-note';
import type { Refusal } from '@/components/policy/refusal.schema';
import { Button } from '@/components/ui/button';
import { ErrorNote } from '@/components/ui/error-note';

/** Why something was not done, where it was tried. */
export function ActRefusal({ refusal, onClose }: { refusal: Refusal; onClose: () => void }) {
  const t = useTranslations('sessions.error');
  if (refusal.kind === 'denied') {
    return (
      <DenialNote
        denials={refusal.denials}
        action={refusal.action}
        onNext={onClose}
        canFollow={() => false}
        onClose={onClose}
      />
    );
  }
  const offline = refusal.kind === 'offline';
  return (
    <div data-denial={refusal.kind}>
      <ErrorNote
        tone={offline ? 'wait' : 'stop'}
        title={offline ? t('offline') : refusal.kind === 'other' ? refusal.message : t('changed')}
        safe={refusal.kind === 'other' ? refusal.hint : t('safe')}
        action={
          <Button size="sm" variant="ghost" onClick={onClose}>
            {t('close')}
          </Button>
        }
      />
    </div>
  );
}
