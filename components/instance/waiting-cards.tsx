'use client';

import { useTranslations } from 'next-intl';
import { SectionCard } from '@/components/settings/section-card';
import { RelativeTime, useElapsedWords } from '@/components/ui/relative-time';
import { FiguresTable } from './figures-table';
import { useUnits } from './use-units';

interface Timer {
  readonly kind: string;
  readonly ahead: number;
  readonly due: number;
  readonly late: number;
  readonly again: number;
  readonly parked: number;
  readonly resting: number;
  readonly oldestSeconds: number;
}
interface Cursor {
  readonly consumer: 'streams' | 'waits';
  readonly project: string;
  readonly at: number;
  readonly newest: number;
}
interface Job {
  readonly name: 'deadlines' | 'cleanup';
  readonly runs: number;
  readonly failures: number;
  readonly items: number;
  readonly lastMs: number;
  readonly lastAt: string | null;
}

const STATES = ['ahead', 'due', 'late', 'again', 'parked', 'resting'] as const;
/** Kinds that have a word; another build's would have none. */
const KINDS: ReadonlySet<string> = new Set(['bury', 'lease', 'session', 'put-back', 'nudge']);

/** What waits to be done or read: deadlines, cursors, jobs. */
export function WaitingCards(props: {
  timers: readonly Timer[];
  cursors: readonly Cursor[];
  jobs: readonly Job[];
}) {
  const t = useTranslations('instance.operations');
  const words = useElapsedWords();
  const { number, ms } = useUnits();
  return (
    <>
      <SectionCard flush title={t('timers.title')} detail={t('timers.detail')}>
        <FiguresTable
          label={t('timers.title')}
          empty={t('timers.none')}
          columns={[
            { key: 'kind', word: t('timers.kind') },
            ...STATES.map((key) => ({ key, word: t(`timers.${key}`), figure: true })),
            { key: 'oldest', word: t('timers.oldest'), figure: true },
          ]}
          rows={props.timers.map((timer) => ({
            key: timer.kind,
            alarm: timer.late > 0 ? 'late' : timer.parked > 0 ? 'parked' : undefined,
            cells: {
              kind: KINDS.has(timer.kind) ? t(`timers.kinds.${timer.kind}`) : <code>{timer.kind}</code>,
              ...Object.fromEntries(STATES.map((state) => [state, number(timer[state])])),
              oldest: timer.oldestSeconds > 0 ? words(timer.oldestSeconds * 1000, 'age') : '–',
            },
          }))}
        />
      </SectionCard>
      <SectionCard flush title={t('cursors.title')} detail={t('cursors.detail')}>
        <FiguresTable
          label={t('cursors.title')}
          empty={t('cursors.none')}
          columns={[
            { key: 'consumer', word: t('cursors.consumer') },
            { key: 'project', word: t('cursors.project') },
            { key: 'at', word: t('cursors.at'), figure: true },
            { key: 'behind', word: t('cursors.behind'), figure: true },
          ]}
          rows={props.cursors.map(({ consumer, project, at, newest }) => ({
            key: `${consumer} ${project}`,
            alarm: newest > at ? 'behind' : undefined,
            cells: {
              consumer: t(`cursors.consumers.${consumer}`),
              project,
              at: number(at),
              behind: number(Math.max(0, newest - at)),
            },
          }))}
        />
      </SectionCard>
      <SectionCard flush title={t('jobs.title')} detail={t('jobs.detail')}>
        <FiguresTable
          label={t('jobs.title')}
          empty={t('jobs.none')}
          columns={[
            { key: 'name', word: t('jobs.name') },
            { key: 'runs', word: t('jobs.runs'), figure: true },
            { key: 'items', word: t('jobs.items'), figure: true },
            { key: 'failures', word: t('jobs.failures'), figure: true },
            { key: 'took', word: t('jobs.took'), figure: true },
            { key: 'last', word: t('jobs.last'), figure: true },
          ]}
          rows={props.jobs.map(({ name, runs, items, failures, lastMs, lastAt }) => ({
            key: name,
            alarm: failures > 0 ? 'failures' : undefined,
            cells: {
              name: t(`jobs.names.${name}`),
              runs: number(runs),
              items: number(items),
              failures: number(failures),
              took: lastAt === null ? '–' : ms(lastMs),
              last: lastAt === null ? '–' : <RelativeTime iso={lastAt} format="ago" />,
            },
          }))}
        />
      </SectionCard>
    </>
  );
}
