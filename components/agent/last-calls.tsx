'use client';

import { useTranslations } from 'next-intl';
import { Skeleton } from '@/components/ui/skeleton';
import { type AgentDoor, useCalls } from './agent-door';
import { CallsList } from './calls-list';

/** Enough to see what goes on; each agent's own page has more. */
const SHOWN = 12;

/** What all the agents one may see called lately. */
export function LastCalls({ door, offset }: { door: AgentDoor; offset: number }) {
  const t = useTranslations('agent');
  const { data } = useCalls(door, null);
  return (
    <section className="rounded-pane bg-surface shadow-1" aria-labelledby="calls-title">
      <div className="flex items-baseline gap-3 px-4.5 py-3">
        <h2 id="calls-title" className="font-semibold text-ink-2 text-meta">
          {t('lastCalls')}
        </h2>
        <span className="flex-1" />
        {data ? (
          <span className="text-ink-3 text-meta">
            {t('pane.today', { calls: data.today, refused: data.refusedToday })}
          </span>
        ) : null}
      </div>
      {data === undefined ? (
        <Skeleton className="mx-4.5 mb-4 h-16" />
      ) : data.calls.length === 0 ? (
        <p className="px-4.5 pb-4 text-ink-3">{t('pane.noCalls')}</p>
      ) : (
        <CallsList calls={data.calls.slice(0, SHOWN)} offset={offset} named />
      )}
    </section>
  );
}
