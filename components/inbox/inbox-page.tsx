'use client';

import './inbox.css';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { LiveLight } from '@/components/frame/live-light';
import { TopBar } from '@/components/frame/top-bar';
import { useLive } from '@/components/frame/use-project-events';
import { LazyHandoffPanel } from '@/components/handoff/lazy-handoff-panel';
import type { Wanted } from '@/components/handoff/use-wanted';
import { useKeyHelp } from '@/components/palette/command-context';
import { refusalOf } from '@/components/policy/refusal.schema';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorNote } from '@/components/ui/error-note';
import { Kbd } from '@/components/ui/kbd';
import { Skeleton } from '@/components/ui/skeleton';
import { Tag } from '@/components/ui/tag';
import type { InboxList, InboxRow } from '@/server/domain/inbox/inbox.schema';
import { type Act, actsOf, countsOf, rowAfter, rowsOf, TABS, type Tab, withoutGone } from './inbox.rules';
import { InboxRowItem } from './inbox-row';
import { useInbox, useInboxEvents } from './use-inbox';
import { useInboxActs } from './use-inbox-acts';
import { focusRow, useInboxKeys } from './use-inbox-keys';
import { useStages } from './use-stages';

const LIGHT = { connecting: 'idle', on: 'on', lost: 'lost' } as const;

/** What the panel does first when an act of a row opens it. */
const IN_PANEL: Partial<Record<Act, Wanted>> = { answer: 'answer', reply: 'comment', route: 'route' };

/** What needs the reader, longest wait first, and what they wait for; live. */
export function InboxPage({ project }: { project: string }) {
  const t = useTranslations('inbox');
  useInboxEvents(project);
  const live = useLive(project);
  const { data, isError, error, isFetching, refetch } = useInbox(project);
  const count = data === undefined ? 0 : countsOf(data).all;
  const title = t('documentTitle', { count });
  useEffect(() => {
    if (count > 0) document.title = title;
  }, [count, title]);
  return (
    <>
      <TopBar
        title={t('title')}
        badge={count > 0 ? <Tag tone="wait">{count}</Tag> : undefined}
        live={
          <span data-live={live === 'on' ? 'on' : undefined} className="max-sm:hidden">
            <LiveLight state={LIGHT[live]} />
          </span>
        }
      />
      {data !== undefined ? (
        <Loaded project={project} list={data} />
      ) : isError ? (
        <div className="grid flex-1 place-items-center p-6">
          <ErrorNote
            className="max-w-110"
            tone={refusalOf(error).kind === 'offline' ? 'wait' : 'stop'}
            title={refusalOf(error).kind === 'offline' ? t('offline') : t('failed')}
            safe={t('safe')}
            action={
              <Button loading={isFetching} onClick={() => void refetch()}>
                {t('retry')}
              </Button>
            }
          />
        </div>
      ) : (
        <div className="flex flex-1 flex-col gap-2 p-5" role="status" aria-label={t('loading')}>
          {[0, 1, 2, 3, 4].map((at) => (
            <Skeleton key={at} className="h-13 w-full" />
          ))}
        </div>
      )}
    </>
  );
}

function Loaded({ project, list: known }: { project: string; list: InboxList }) {
  const t = useTranslations('inbox');
  const [tab, setTab] = useState<Tab>('all');
  const stages = useStages(project);
  const opened = useSearchParams().get('handoff');
  const open = useCallback((handoff: string | null, wanted?: Wanted) => {
    const { pathname } = window.location;
    const query = new URLSearchParams(handoff === null ? {} : { handoff });
    if (wanted !== undefined) query.set('do', wanted);
    // The history's own API: the page is drawn in the browser, and the server has nothing to add.
    window.history.pushState(null, '', query.size === 0 ? pathname : `${pathname}?${query}`);
  }, []);
  const acts = useInboxActs(project);
  const list = useMemo(() => withoutGone(known, acts.gone), [known, acts.gone]);
  const counts = countsOf(list);
  const rows = rowsOf(list, tab);
  const all = [...rows, ...(tab === 'all' ? list.others : [])];
  const act = (row: InboxRow, wanted: Act) => {
    const { handoff } = row.card;
    if (!actsOf(row, list.me, stages).includes(wanted)) return;
    if (wanted === 'nudge') return acts.nudge(row);
    if (wanted !== 'claim') return open(handoff, IN_PANEL[wanted]);
    // Whoever works through the list stays in it: the row that comes up in its place takes the focus.
    const next = rowAfter(all, handoff);
    acts.claim(row);
    if (next !== null) focusRow(next);
  };
  const { chosen, choose } = useInboxKeys(all, open, act);
  useKeyHelp([
    { words: t('keys.walk'), keys: ['J', 'K'] },
    { words: t('keys.open'), keys: ['enter'] },
    { words: t('keys.claim'), keys: ['C'] },
    { words: t('keys.nudge'), keys: ['N'] },
    { words: t('keys.route'), keys: ['R'] },
    { words: t('keys.close'), keys: ['Esc'] },
  ]);
  const main = opened === null ? (all.find(({ card }) => card.handoff === chosen) ?? rows[0]) : undefined;
  const row = (each: InboxRow) => (
    <InboxRowItem
      key={each.card.handoff}
      row={each}
      me={list.me}
      stages={stages}
      project={project}
      chosen={chosen === each.card.handoff}
      opened={opened === each.card.handoff}
      primary={main === each}
      state={acts.stateOf(each.card.handoff)}
      onChoose={choose}
      onOpen={open}
      onAct={act}
      onReset={acts.reset}
    />
  );
  return (
    <div className="inbox-root" data-open={opened === null ? undefined : ''}>
      <div className="inbox-list">
        <div className="inbox-tabs" role="toolbar" aria-label={t('filter')}>
          {TABS.filter((each) => each === 'all' || counts[each] > 0).map((each) => (
            <button
              key={each}
              type="button"
              className="inbox-tab"
              aria-pressed={each === tab}
              onClick={() => setTab(each)}
            >
              {t(`tabs.${each}`)} <span>{counts[each]}</span>
            </button>
          ))}
          <span className="ml-auto text-ink-3 text-meta max-sm:hidden">{t('order')}</span>
        </div>
        {rows.length === 0 ? (
          <EmptyState done className="py-14">
            {t('empty')}
          </EmptyState>
        ) : (
          <>
            <ul aria-label={t('title')}>{rows.map(row)}</ul>
            <p className="inbox-end">
              <span>{t('end', { count: list.others.length })}</span>
              <span className="ml-auto flex items-center gap-1.5 max-sm:hidden">
                <Kbd keys="J" />
                <Kbd keys="K" /> {t('keys.walkShort')} <Kbd keys="enter" /> {t('keys.openShort')}{' '}
                <Kbd keys="C" /> {t('keys.claimShort')} <Kbd keys="N" /> {t('keys.nudgeShort')}
              </span>
            </p>
          </>
        )}
        {tab === 'all' && list.others.length > 0 ? (
          <section aria-labelledby="inbox-others">
            <h2 id="inbox-others" className="inbox-heading">
              {t('others')} <span className="font-normal text-ink-3">{list.others.length}</span>
            </h2>
            <ul>{list.others.map(row)}</ul>
          </section>
        ) : null}
      </div>
      {opened === null ? null : (
        <LazyHandoffPanel project={project} handoff={opened} onClose={() => open(null)} />
      )}
    </div>
  );
}
