'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { Download, Pause, Play } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useFrame } from '@/components/frame/frame-context';
import { LiveLight } from '@/components/frame/live-light';
import { TopBar } from '@/components/frame/top-bar';
import { useLive, useProjectEvents } from '@/components/frame/use-project-events';
import { ReadError } from '@/components/policy/read-error';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';
import { ChainBadge } from './chain-badge';
import { addressOf, type EventFilter, filterOf, NO_FILTER } from './event-filter.rules';
import { EventFilterBar } from './event-filter-bar';
import { EventLine } from './event-line';
import { NotYours } from './not-yours';
import { saveLines } from './save-lines';
import { useEventLog } from './use-event-log';

/** Height of a closed row (px), before it is measured. */
const ROW = 33;
/** Rows from the end at which the next page is asked for. */
const NEAR = 20;

/** The log, for admins; others are told who they are. */
export function EventsPage({ project }: { project: string }) {
  const admin = useFrame().project?.permission === 'admin';
  return admin ? <Log project={project} /> : <NotYours project={project} />;
}

/** The audit log of the project: followed live, narrowed, each event with its place in the chain. */
function Log({ project }: { project: string }) {
  const t = useTranslations('events');
  const params = useSearchParams();
  const live = useLive(project);
  const [filter, setFilter] = useState<EventFilter>(() => filterOf(params));
  const [seq, setSeq] = useState<number | null>(() => Number(params.get('seq')) || null);
  const [open, setOpen] = useState<ReadonlySet<number>>(() => new Set(seq === null ? [] : [seq]));
  const [following, setFollowing] = useState(seq === null);
  const [fresh, setFresh] = useState(0);
  const log = useEventLog(project, filter, seq);
  const { events, catchUp, hasNextPage, isFetchingNextPage, fetchNextPage } = log;
  const box = useRef<HTMLDivElement>(null);
  const busy = useRef(false);

  async function show() {
    if (busy.current) return;
    busy.current = true;
    setFresh(0);
    try {
      while (await catchUp());
    } catch {
      // The light says that nothing arrives; the next event or the button tries again.
      setFresh((count) => count + 1);
    } finally {
      busy.current = false;
    }
  }
  useProjectEvents(project, (message) => {
    if (message.kind === 'event' || message.kind === 'reset') {
      // Rows come in above only while their place is in sight: under a reader's eyes nothing moves.
      if (following && (box.current?.scrollTop ?? 0) < ROW) void show();
      else setFresh((count) => count + 1);
    }
  });

  const rows = useVirtualizer({
    count: events.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 12,
    getItemKey: (at) => events[at]?.seq ?? at,
  });
  const shown = rows.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && last >= events.length - NEAR) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, last, events.length]);

  function address(next: EventFilter, at: number | null) {
    const query = [addressOf(next), at === null ? '' : `seq=${at}`].filter((part) => part !== '').join('&');
    window.history.replaceState(null, '', query === '' ? window.location.pathname : `?${query}`);
  }
  function narrow(next: EventFilter) {
    setFilter(next);
    setSeq(null);
    setFresh(0);
    address(next, null);
    box.current?.scrollTo({ top: 0 });
  }
  function toggle(at: number) {
    const next = new Set(open);
    if (!next.delete(at)) next.add(at);
    setOpen(next);
    address(filter, next.has(at) ? at : null);
  }

  return (
    <>
      <TopBar
        title={t('title')}
        live={<LiveLight state={live === 'connecting' ? 'idle' : live} className="max-sm:hidden" />}
      >
        <Button
          variant="ghost"
          aria-pressed={following}
          onClick={() => {
            setFollowing(!following);
            if (!following) void show();
          }}
          data-action="events.follow"
        >
          {following ? <Pause size={14} aria-hidden /> : <Play size={14} aria-hidden />}
          <span className="max-sm:sr-only">{following ? t('pause') : t('follow')}</span>
        </Button>
        <Button variant="ghost" disabled={events.length === 0} onClick={() => saveLines(project, events)}>
          <Download size={14} aria-hidden />
          <span className="max-sm:sr-only">{t('export')}</span>
        </Button>
      </TopBar>
      <div className="flex flex-none flex-wrap items-center gap-2 border-line border-b bg-surface px-4 py-2 sm:px-6">
        <EventFilterBar project={project} filter={filter} seen={events} onChange={narrow} />
        <span className="flex-1" />
        <ChainBadge project={project} />
      </div>
      {seq === null && fresh === 0 ? null : (
        <div className="flex flex-none flex-wrap items-center gap-2 border-line border-b bg-wait-tint px-4 py-1.5 sm:px-6">
          <span role="status">
            {fresh === 0 ? t('from', { seq: seq ?? 0 }) : t('fresh', { count: fresh })}
          </span>
          <Button
            size="sm"
            data-fresh
            onClick={() => {
              if (seq === null) void show();
              else narrow(filter);
              box.current?.scrollTo({ top: 0 });
            }}
          >
            {t('toHead')}
          </Button>
        </div>
      )}
      <div
        ref={box}
        className="min-h-0 flex-1 overflow-y-auto"
        data-live={live === 'on' ? 'on' : 'off'}
        onKeyDown={walk}
        role="log"
        aria-live="off"
        aria-label={t('title')}
      >
        {log.data === undefined ? (
          log.isError ? (
            <ReadError error={log.error} loading={log.isFetching} onRetry={() => void log.refetch()} />
          ) : (
            <Waiting label={t('loading')} />
          )
        ) : events.length === 0 ? (
          <EmptyState
            className="h-full"
            action={
              addressOf(filter) === '' ? undefined : (
                <Button onClick={() => narrow(NO_FILTER)}>{t('clear')}</Button>
              )
            }
          >
            {t('empty')}
          </EmptyState>
        ) : (
          <div className="relative" style={{ height: rows.getTotalSize() }}>
            {shown.map((row) => {
              const event = events[row.index];
              return event === undefined ? null : (
                <div
                  key={row.key}
                  ref={rows.measureElement}
                  data-index={row.index}
                  className="absolute inset-x-0 top-0"
                  style={{ transform: `translateY(${row.start}px)` }}
                >
                  <EventLine
                    project={project}
                    event={event}
                    open={open.has(event.seq)}
                    onToggle={() => toggle(event.seq)}
                  />
                </div>
              );
            })}
          </div>
        )}
      </div>
    </>
  );
}

/** Up and down walk from row to row; Enter opens. */
function walk(event: KeyboardEvent<HTMLElement>) {
  const step = event.code === 'ArrowDown' ? 1 : event.code === 'ArrowUp' ? -1 : 0;
  if (step === 0 || !(event.target instanceof HTMLElement) || !event.target.matches('[data-row]')) return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')];
  // In the order in which they stand, which is not always that of the document.
  all.sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top);
  const next = all[all.indexOf(event.target) + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

function Waiting({ label }: { label: string }) {
  return (
    <div className="flex flex-col gap-2 p-4 sm:px-6" role="status" aria-label={label}>
      {Array.from({ length: 14 }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bars that never change places
        <Skeleton key={row} className="h-6 w-full" />
      ))}
    </div>
  );
}
