'use client';

import { Flag, Terminal, Unplug } from 'lucide-react';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { lineOf } from '@/components/handoff/history.rules';
import { useProjectNames } from '@/components/policy/use-project-names';
import { ActorMark } from '@/components/ui/actor-mark';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { dayMonth, exactTime, useElapsedWords } from '@/components/ui/relative-time';
import { Segmented } from '@/components/ui/segmented';
import { Skeleton } from '@/components/ui/skeleton';
import { Tag } from '@/components/ui/tag';
import type { TimelineLine } from '@/server/domain/session/session.schema';
import { shortId } from './lanes.rules';
import { ReadFailure } from './read-failure';
import { SessionActs } from './session-acts';
import { STATE_TONES } from './session-list';
import { isBad, type TimelineRow, timelineRows, unled } from './timeline.rules';
import { type Stream, useSessionDetail, useTimeline } from './use-sessions';

const ALL: readonly Stream[] = ['event', 'tech', 'meta'];

/** What a session did and wrote, newest first, with its silences; older lines come page by page. */
export function SessionTimeline({ project, session }: { project: string; session: string }) {
  const t = useTranslations('sessions');
  const [stream, setStream] = useState<Stream | 'all'>('all');
  const detail = useSessionDetail(project, session);
  const log = useTimeline(project, session, stream === 'all' ? ALL : [stream]);
  const rows = useMemo(
    () =>
      timelineRows(
        log.data?.pages.flatMap((page) => page.lines) ?? [],
        detail.data?.gaps ?? [],
        !log.hasNextPage,
      ),
    [log.data, log.hasNextPage, detail.data],
  );
  if (detail.data === undefined) return <Skeleton className="h-72 w-full" />;
  const { session: view, now } = detail.data;
  return (
    <section
      className="flex min-h-0 flex-col rounded-pane bg-surface shadow-1"
      aria-label={t('log')}
      data-session-pane={session}
    >
      <header className="flex flex-wrap items-center gap-2.5 border-line border-b px-4 py-2.5">
        <span className="mono font-semibold">{shortId(session)}</span>
        <ActorMark
          id={view.actor.id}
          kind={view.actor.kind}
          name={view.actor.name}
          owner={view.actor.owner}
          size={22}
        />
        <span className="mono text-ink-3">{view.handoff ?? ''}</span>
        <Tag tone={STATE_TONES[view.state]} data-state={view.state}>
          {t(`state.${view.state}`)}
        </Tag>
        <Tag tone="outline">[{view.mode}]</Tag>
        <span className="flex-1" />
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
      </header>
      <div className="border-line border-b px-4 py-2.5">
        <p className="mb-2 text-ink-2">{view.focus === '' ? t('noFocus') : view.focus}</p>
        <SessionActs project={project} session={view} />
      </div>
      {log.isError && log.data === undefined ? (
        <ReadFailure error={log.error} onAgain={() => void log.refetch()} />
      ) : rows.length === 0 && !log.isPending ? (
        <EmptyState>{t('emptyLog')}</EmptyState>
      ) : (
        <ol
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys as well
          tabIndex={0}
          className="timeline max-h-140 min-h-0 flex-1 overflow-y-auto py-2"
          aria-label={t('log')}
        >
          {rows.map((row) => (
            <Row key={row.kind === 'line' ? row.line.id : row.key} row={row} now={now} project={project} />
          ))}
          {log.hasNextPage ? (
            <li className="!block px-4 py-2">
              <Button size="sm" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
                {t('older')}
              </Button>
            </li>
          ) : null}
        </ol>
      )}
    </section>
  );
}

function Row({ row, now, project }: { row: TimelineRow; now: string; project: string }) {
  const t = useTranslations('sessions');
  const words = useElapsedWords();
  const locale = useLocale();
  if (row.kind === 'day') {
    return (
      <li data-stream="day">
        <time dateTime={row.at}>{dayMonth(new Date(row.at), locale)}</time>
      </li>
    );
  }
  if (row.kind === 'gap') {
    const time = words(Date.parse(row.to ?? now) - Date.parse(row.from), 'age');
    return (
      <li data-stream="gap">
        <span />
        <Unplug size={14} aria-hidden className="self-center" />
        <span>{t(row.to === null ? 'gapOpen' : 'gap', { time })}</span>
      </li>
    );
  }
  return <Line line={row.line} project={project} />;
}

function Line({ line, project }: { line: TimelineLine; project: string }) {
  const t = useTranslations('sessions');
  const locale = useLocale();
  const time = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(Date.parse(line.at));
  const bad = isBad(line);
  return (
    <li data-stream={line.stream} data-event={line.type ?? undefined}>
      <time dateTime={line.at} title={exactTime(line.at, locale)} className="mono text-micro text-ink-3">
        {time}
      </time>
      {line.stream === 'event' ? (
        <span className="timeline-baton" data-bad={bad ? '' : undefined} aria-hidden="true" />
      ) : line.stream === 'tech' ? (
        <Terminal size={14} aria-hidden className="mt-0.5 self-start text-ink-3" />
      ) : (
        <Flag size={14} aria-hidden className="mt-0.5 self-start" />
      )}
      <span className={`flex min-w-0 items-baseline gap-2 ${line.stream === 'tech' ? 'mono' : ''}`}>
        <span className="sr-only">{t(`stream.${line.stream}`)}</span>
        {line.stream === 'tech' || line.actor === null ? null : (
          <ActorMark
            id={line.actor.id}
            kind={line.actor.kind}
            name={line.actor.name}
            size={16}
            className="mt-px self-start"
          />
        )}
        <span className="min-w-0 whitespace-pre-wrap break-words">
          {line.text ?? <Deed line={line} project={project} />}{' '}
          {line.handoff === null ? null : (
            <Link
              href={`/${project}/board?handoff=${line.handoff}`}
              className="mono text-agent hover:underline"
            >
              {line.handoff}
            </Link>
          )}
        </span>
      </span>
    </li>
  );
}

/** An action as a sentence; the same words as in a handoff's history. */
function Deed({ line, project }: { line: TimelineLine; project: string }) {
  const names = useProjectNames(project);
  const t = useTranslations('handoff');
  const event = useTranslations('event');
  const told = lineOf({ type: line.type ?? '', payload: line.data }, (key) => event.has(key));
  const values: Record<string, string | number> = { ...told.values };
  const text = (name: string) => String(told.values[name] ?? '');
  for (const name of told.names.stages) values[name] = names.stage(text(name));
  for (const name of told.names.roles) values[name] = names.role(text(name));
  for (const name of told.names.items) values[name] = names.item(text(name));
  if (values.state !== undefined && t.has(`item.${values.state}`)) values.state = t(`item.${values.state}`);
  return (
    <>
      {unled(event(told.key, values))}
      {told.text === null ? null : <span className="block text-ink-2">{told.text}</span>}
    </>
  );
}
