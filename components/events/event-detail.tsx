'use client';

import { useQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { useTRPC } from '@/components/trpc/provider';
import { exactTime } from '@/components/ui/relative-time';
import { Skeleton } from '@/components/ui/skeleton';
import type { EventRow } from '@/server/domain/event/event-log.schema';

/** Longest value printed as it is; the export has all of it. */
const LONGEST = 4000;

const shown = (value: unknown): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
};

const shownOrNone = (value: unknown): string => (value === null ? '–' : shown(value));

/** Who, about what, by which rules; the payload, as before and after where it is a change; and its place in the chain. */
export function EventDetail({ project, event }: { project: string; event: EventRow }) {
  const t = useTranslations('events.detail');
  const locale = useLocale();
  const { subject } = event;
  const rows = [
    ['type', event.type],
    ['at', exactTime(event.at, locale)],
    ['actor', event.actor === null ? '–' : `${event.actor.name} (${event.actor.id})`],
    ['subject', subject === null ? '–' : `${subject.handoff ?? subject.kind} (${subject.id})`],
    ['action', event.action ?? '–'],
    ['session', event.sessionId ?? '–'],
    ['causedBy', event.causedBy ?? '–'],
    ['policySet', event.policySet ?? '–'],
    ['hash', event.hash],
    ['previousHash', event.previousHash],
  ] as const;
  return (
    <div className="flex flex-col gap-3 px-4 pt-1 pb-4 sm:px-6 sm:pl-28">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-meta">
        {rows.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-3">{t(name)}</dt>
            <dd className="mono break-all" data-detail={name}>
              {value}
            </dd>
          </div>
        ))}
      </dl>
      {'changed' in event.payload ? <Change project={project} seq={event.seq} /> : null}
      <section>
        <h2 className="text-ink-3 text-meta">{event.redacted ? t('redacted') : t('payload')}</h2>
        {event.redacted ? null : (
          <pre className="mono mt-1 whitespace-pre-wrap break-words rounded-btn bg-sunken px-3 py-2 text-meta">
            {shown(event.payload)}
          </pre>
        )}
      </section>
    </div>
  );
}

function Change({ project, seq }: { project: string; seq: number }) {
  const t = useTranslations('events.detail');
  const trpc = useTRPC();
  const { data, isError } = useQuery(trpc.event.change.queryOptions({ project, arguments: { seq } }));
  if (isError)
    return (
      <p className="text-meta text-stop" role="alert">
        {t('changeUnread')}
      </p>
    );
  if (data === undefined) return <Skeleton className="h-12 w-full" />;
  return (
    <section data-change={seq}>
      <h2 className="text-ink-3 text-meta">{t('change')}</h2>
      {data.fields.map(({ field, before, known, after }) => (
        <div key={field} className="mt-1 grid gap-1 text-meta sm:grid-cols-[110px_minmax(0,1fr)]">
          <span className="mono text-ink-2">{field}</span>
          <div className="mono min-w-0 break-words">
            <del className="block rounded-t-chip bg-stop-tint px-2 py-0.5 text-stop no-underline">
              <span aria-hidden>− </span>
              {known ? shownOrNone(before) : t('unknown')}
            </del>
            <ins className="block rounded-b-chip bg-go-tint px-2 py-0.5 text-go no-underline">
              <span aria-hidden>+ </span>
              {shownOrNone(after)}
            </ins>
          </div>
        </div>
      ))}
    </section>
  );
}
