'use client';

import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { lineOf } from '@/components/handoff/history.rules';
import { ActorMark } from '@/components/ui/actor-mark';
import { RelativeTime } from '@/components/ui/relative-time';
import type { EventRow } from '@/server/domain/event/event-log.schema';
import { EventDetail } from './event-detail';

const tones = { plain: 'text-ink', wait: 'text-wait', stop: 'text-stop', quiet: 'text-ink-2' } as const;

export interface EventLineProps {
  project: string;
  event: EventRow;
  open: boolean;
  onToggle: () => void;
}

/** One event as a sentence; opened, everything that is stored of it. */
export function EventLine({ project, event, open, onToggle }: EventLineProps) {
  const t = useTranslations('events');
  const handoff = useTranslations('handoff');
  const sentence = useTranslations('event');
  const line = lineOf(event, (key) => sentence.has(key));
  const values: Record<string, string | number> = { ...line.values };
  if (values.state !== undefined && handoff.has(`item.${values.state}`)) {
    values.state = handoff(`item.${values.state}`);
  }
  const { actor, subject } = event;
  return (
    <div
      className={`border-line border-b ${open ? 'bg-surface' : ''}`}
      data-event={event.type}
      data-seq={event.seq}
    >
      <div className="relative grid grid-cols-[16px_minmax(0,1fr)_auto] items-center gap-x-2.5 px-4 py-1.5 hover:bg-raise sm:grid-cols-[16px_64px_20px_minmax(0,1fr)_auto_auto] sm:px-6">
        <button
          type="button"
          className="grid size-4 place-items-center rounded-chip text-ink-3 after:absolute after:inset-0"
          aria-expanded={open}
          aria-label={t('open', { seq: event.seq })}
          onClick={onToggle}
          data-row
        >
          <ChevronRight size={14} className={open ? 'rotate-90' : ''} aria-hidden />
        </button>
        <span className="mono text-ink-3 text-meta max-sm:hidden">{event.seq}</span>
        <span className="max-sm:hidden">
          {actor === null ? (
            <ActorMark kind="system" name="system" size={16} label="" />
          ) : (
            <ActorMark id={actor.id} kind={actor.kind} name={actor.name} size={16} label="" />
          )}
        </span>
        <p className={`min-w-0 truncate max-sm:whitespace-normal ${tones[line.tone]}`}>
          <span className={`font-medium ${actor?.kind === 'agent' ? 'mono' : ''}`}>
            {actor?.name ?? handoff('kind.system')}
          </span>{' '}
          {sentence(line.key, values)}
          {line.text === null ? null : <span className="text-ink-2">: {line.text}</span>}
        </p>
        {subject?.handoff === undefined ? (
          <span className="max-sm:hidden" />
        ) : (
          <Link
            href={`/${project}/board?handoff=${subject.handoff}`}
            className="mono relative z-1 rounded-chip text-agent text-meta underline max-sm:hidden"
          >
            {subject.handoff}
          </Link>
        )}
        <RelativeTime iso={event.at} format="clock" className="text-ink-3 text-micro" />
      </div>
      {open ? <EventDetail project={project} event={event} /> : null}
    </div>
  );
}
