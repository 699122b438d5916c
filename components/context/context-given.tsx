'use client';

import { useTranslations } from 'next-intl';
import { RelativeTime } from '@/components/ui/relative-time';
import type { ContextList } from '@/server/domain/context/context.schema';
import { shown } from './editing';

const LAYERS = ['session', 'project', 'global'] as const;

/** Exactly what an agent gets: what holds, layer by layer, with source, age and cost. */
export function ContextGiven({ list }: { list: ContextList }) {
  const t = useTranslations('context');
  const total = LAYERS.reduce((sum, layer) => sum + list.layers[layer], 0);
  return (
    <section className="rounded-pane bg-surface px-4 py-3.5 shadow-1" aria-label={t('given')} data-given>
      <h2 className="font-semibold text-pane">{t('given')}</h2>
      <p className="mb-2 text-meta text-ink-3">{t('total', { count: total })}</p>
      {LAYERS.map((layer) => {
        const entries = list.entries.filter((entry) => entry.layer === layer);
        return (
          <div key={layer} className="border-line border-t py-2.5">
            <h3 className="flex items-baseline gap-2 text-meta">
              <span className="font-semibold">{t(`layer.${layer}`)}</span>
              <span className="mono text-ink-3">{t('tokens', { count: list.layers[layer] })}</span>
            </h3>
            {entries.length === 0 ? (
              <p className="text-ink-3">{t('nothing')}</p>
            ) : (
              <ul>
                {entries.map((entry) => (
                  <li key={entry.key} className="py-1">
                    <span className="mono font-medium">{entry.key}</span>{' '}
                    <span className="break-words text-ink-2">{shown(entry.value)}</span>
                    <span className="block text-meta text-ink-3">
                      {entry.author}, <RelativeTime iso={entry.updatedAt} format="ago" />
                      {entry.source === '' ? '' : `, ${entry.source}`},{' '}
                      <span className="mono">{entry.tokens}</span>
                    </span>
                  </li>
                ))}
              </ul>
            )}
          </div>
        );
      })}
    </section>
  );
}
