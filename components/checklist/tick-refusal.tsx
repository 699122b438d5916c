'use client';

import { useTranslations } from 'next-intl';
import { PanelDenial } from '@/components/handoff/refusal-note';
import { Button } from '@/components/ui/button';
import { ErrorNote } from '@/components/ui/error-note';
import type { RefusedTick } from './use-ticks';

/** Why a tick rolled back, under its item. */
export function TickRefusal(props: { refused: RefusedTick; onAgain: () => void; onDismiss: () => void }) {
  const t = useTranslations('checklist');
  const { refusal } = props.refused;
  if (refusal.kind === 'denied') {
    return (
      <div className="mt-2">
        <PanelDenial
          denials={refusal.denials}
          action="checklist.tick"
          onClose={props.onDismiss}
          onFollow={props.onDismiss}
        />
      </div>
    );
  }
  const state = refusal.kind === 'conflict' ? (refusal.conflict.current?.state ?? 'open') : 'open';
  const title =
    refusal.kind === 'conflict'
      ? t('conflict', { state: t(`state.${state === 'not_applicable' ? 'na' : state}`) })
      : refusal.kind === 'offline'
        ? t('offline')
        : refusal.message;
  return (
    <div className="mt-2" data-conflict={refusal.kind === 'conflict' ? '' : undefined}>
      <ErrorNote
        tone="wait"
        title={title}
        safe={refusal.kind === 'other' ? refusal.hint : t('rolledBack')}
        action={
          <>
            <Button size="sm" onClick={props.onAgain}>
              {t('again')}
            </Button>
            <Button size="sm" variant="ghost" onClick={props.onDismiss}>
              {t('leave')}
            </Button>
          </>
        }
      />
    </div>
  );
}
