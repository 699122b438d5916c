'use client';

import { useQuery } from '@tanstack/react-query';
import { Flag, Terminal, Unplug } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { usePanelClient } from '@/components/handoff/panel-client';
import { usePanel } from '@/components/handoff/panel-context';
import { ActorMark } from '@/components/ui/actor-mark';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorNote } from '@/components/ui/error-note';
import { dayMonth, exactTime, useElapsedWords } from '@/components/ui/relative-time';
import { Segmented } from '@/components/ui/segmented';
import { Skeleton } from '@/components/ui/skeleton';
import type { SessionEntryView } from '@/server/domain/session/session.schema';
import { type LogLine, type LogStream, logLines } from './session-log.rules';

/** What the sessions on this handoff wrote: who did what, how, and when they paused or switched. */
export function SessionLog() {
  const t = useTranslations('session');
  const client = usePanelClient();
  const { project, handoff, detail } = usePanel();
  const [stream, setStream] = useState<LogStream | 'all'>('all');
  const log = useQuery({
    queryKey: ['session-entries', project, handoff, detail.history.length, detail.card.version],
    queryFn: () => client.sessionEntries(handoff),
    placeholderData: (before) => before,
  });
  const lines = useMemo(() => logLines(log.data ?? [], stream), [log.data, stream]);

  if (log.isError) {
    return (
      <ErrorNote
        className="my-3.5"
        title={t('unread')}
        safe={t('unreadSafe')}
        action={<Button onClick={() => void log.refetch()}>{t('retry')}</Button>}
      />
    );
  }
  if (log.data === undefined) {
    return (
      <div className="flex flex-col gap-2 py-3.5" aria-busy="true">
        <Skeleton className="h-5 w-3/4" />
        <Skeleton className="h-5 w-2/3" />
        <Skeleton className="h-5 w-4/5" />
      </div>
    );
  }
  if (log.data.length === 0) return <EmptyState>{t('empty')}</EmptyState>;
  return (
    <div className="-mx-5 py-2.5 max-sm:-mx-4">
      <div className="px-5 pb-2 max-sm:px-4">
        <Segmented
          label={t('streams')}
          value={stream}
          onChange={setStream}
          options={[
            { value: 'all', label: t('stream.all') },
            { value: 'event', label: t('stream.event') },
            { value: 'tech', label: t('stream.tech'), icon: Terminal },
            { value: 'meta', label: t('stream.meta'), icon: Flag },
          ]}
        />
      </div>
      <ol className="log-list" aria-label={t('label')}>
        {lines.map((line) => (
          <Line key={line.kind === 'entry' ? line.entry.id : line.key} line={line} />
        ))}
      </ol>
    </div>
  );
}

function Line({ line }: { line: LogLine }) {
  const t = useTranslations('session');
  const words = useElapsedWords();
  const locale = useLocale();
  if (line.kind === 'day') {
    return (
      <li data-stream="day">
        <time dateTime={line.at}>{dayMonth(new Date(line.at), locale)}</time>
      </li>
    );
  }
  if (line.kind === 'gap') {
    return (
      <li data-stream="gap">
        <span />
        <Unplug size={14} aria-hidden className="self-center" />
        <span>{t('gap', { time: words(line.ms, 'age') })}</span>
      </li>
    );
  }
  return <Entry entry={line.entry} />;
}

function Entry({ entry }: { entry: SessionEntryView }) {
  const t = useTranslations('session');
  const locale = useLocale();
  const time = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(Date.parse(entry.at));
  return (
    <li data-stream={entry.stream}>
      <time dateTime={entry.at} title={exactTime(entry.at, locale)} className="mono text-micro">
        {time}
      </time>
      {entry.stream === 'event' ? (
        <span className="log-baton" data-bad={isBad(entry) ? '' : undefined} aria-hidden="true" />
      ) : entry.stream === 'tech' ? (
        <Terminal size={14} aria-hidden className="mt-0.5 self-start text-ink-3" />
      ) : (
        <Flag size={14} aria-hidden className="mt-0.5 self-start" />
      )}
      <span className={`flex min-w-0 items-baseline gap-2 ${entry.stream === 'tech' ? 'mono' : ''}`}>
        <span className="sr-only">{t(`stream.${entry.stream}`)}</span>
        {entry.stream === 'tech' ? null : (
          <ActorMark
            id={entry.actor.id}
            kind={entry.actor.kind}
            name={entry.actor.name}
            size={16}
            className="mt-px self-start"
          />
        )}
        <span className="min-w-0 whitespace-pre-wrap break-words">{entry.text}</span>
      </span>
    </li>
  );
}

/** A refusal or a loss; what the entry carries says so. */
function isBad(entry: SessionEntryView): boolean {
  return entry.data.refused === true || entry.data.denied !== undefined;
}
