'use client';

import { useTranslations } from 'next-intl';
import { ProgressBar } from '@/components/ui/progress-bar';
import { usePanel } from './panel-context';

/** Loop budget, hand-overs, version. */
export function PanelFooter() {
  const t = useTranslations('handoff.footer');
  const { detail } = usePanel();
  const { used, limit } = detail.returnBudget;
  const words = t('returns', { used, limit });
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1 border-line border-t px-5 py-2.25 text-ink-3 text-meta max-sm:px-4">
      <span>{t('budget')}</span>
      <ProgressBar
        className="h-1.75! w-13.5"
        parts={used >= limit ? { refused: limit } : { waiting: used }}
        total={Math.max(1, limit)}
        label={words}
      />
      <span className={used >= limit ? 'font-medium text-stop' : undefined}>{words}</span>
      <span className="flex-1" />
      <span className="flex gap-2">
        <span>{t('hops', { count: detail.card.hops })}</span>
        <span>{t('version', { version: detail.card.version })}</span>
      </span>
    </div>
  );
}
