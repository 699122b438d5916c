'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { SectionCard } from '@/components/settings/section-card';
import { useElapsedWords } from '@/components/ui/relative-time';
import { FiguresTable } from './figures-table';
import { useUnits } from './use-units';

interface View {
  readonly pid: number;
  readonly role: 'all' | 'web' | 'worker';
  readonly node: string;
  readonly version: string;
  readonly upSeconds: number;
  readonly memoryBytes: number;
  readonly loopDelayMs: { readonly p50: number; readonly p99: number };
  readonly pool: {
    readonly most: number;
    readonly open: number;
    readonly idle: number;
    readonly waiting: number;
  };
  readonly streams: number;
  readonly waitingAgents: number;
  readonly rateLimited: number;
  readonly slowest: readonly {
    readonly action: string;
    readonly calls: number;
    readonly totalMs: number;
    readonly p50Ms: number;
    readonly p95Ms: number;
  }[];
}

/** The process that answered, and what took its time. */
export function ProcessCards({ view }: { view: View }) {
  const t = useTranslations('instance.operations.process');
  const words = useElapsedWords();
  const { number, bytes, ms } = useUnits();
  const { pool } = view;
  const facts: readonly [string, ReactNode, boolean?][] = [
    ['role', t(`roles.${view.role}`)],
    [
      'version',
      <span key="v" className="mono">{`${view.version}, Node ${view.node.replace(/^v/, '')}`}</span>,
    ],
    ['up', words(view.upSeconds * 1000, 'age')],
    ['memory', bytes(view.memoryBytes)],
    ['loop', t('loopOf', { p50: ms(view.loopDelayMs.p50), p99: ms(view.loopDelayMs.p99) })],
    ['pool', t('poolOf', { busy: pool.open - pool.idle, open: pool.open, most: pool.most })],
    ['waiting', number(pool.waiting), pool.waiting > 0],
    ['streams', number(view.streams)],
    ['agents', number(view.waitingAgents)],
    ['limited', number(view.rateLimited)],
  ];
  return (
    <>
      <SectionCard title={t('title')} detail={t('pid', { pid: String(view.pid) })}>
        <dl className="grid gap-x-6 gap-y-2.5 sm:grid-cols-2">
          {facts.map(([key, value, alarm]) => (
            <div key={key} className="flex items-baseline justify-between gap-4" data-figure={key}>
              <dt className="text-ink-3">{t(key)}</dt>
              <dd
                className={
                  alarm ? 'font-semibold text-right text-wait tabular-nums' : 'text-right tabular-nums'
                }
              >
                {value}
              </dd>
            </div>
          ))}
        </dl>
      </SectionCard>
      <SectionCard flush title={t('slowest')} detail={t('slowestDetail')}>
        <FiguresTable
          label={t('slowest')}
          empty={t('noCalls')}
          columns={[
            { key: 'action', word: t('column.action') },
            { key: 'calls', word: t('column.calls'), figure: true },
            { key: 'p50', word: t('column.p50'), figure: true },
            { key: 'p95', word: t('column.p95'), figure: true },
            { key: 'total', word: t('column.total'), figure: true },
          ]}
          rows={view.slowest.map(({ action, calls, p50Ms, p95Ms, totalMs }) => ({
            key: action,
            cells: {
              action: <code className="mono">{action}</code>,
              calls: number(calls),
              p50: ms(p50Ms),
              p95: ms(p95Ms),
              total: ms(totalMs),
            },
          }))}
        />
      </SectionCard>
    </>
  );
}
