'use client';

import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { ActorMark } from '@/components/ui/actor-mark';
import { EmptyState } from '@/components/ui/empty-state';
import { RelativeTime } from '@/components/ui/relative-time';
import type { HistoryEntry } from '@/server/domain/handoff/handoff.schema';
import { lineOf } from './history.rules';
import { useStageNames } from './names';
import { usePanel } from './panel-context';
import { useItemName } from './use-item-name';

const tones = { plain: 'text-ink', wait: 'text-wait', stop: 'text-stop', quiet: 'text-ink-2' } as const;

/** Every event of this handoff, the newest first: who, what, when, and its number in the project's log. */
export function HistoryTab() {
  const t = useTranslations('handoff.history');
  const { detail } = usePanel();
  const entries = useMemo(() => detail.history.toSorted((a, b) => b.seq - a.seq), [detail.history]);
  if (entries.length === 0) return <EmptyState>{t('empty')}</EmptyState>;
  return (
    <ol className="py-2" aria-label={t('label')}>
      {entries.map((entry) => (
        <Line key={entry.seq} entry={entry} />
      ))}
    </ol>
  );
}

function Line({ entry }: { entry: HistoryEntry }) {
  const t = useTranslations('handoff');
  const event = useTranslations('event');
  const { detail, offset } = usePanel();
  const { stage, role } = useStageNames();
  const itemName = useItemName();
  const line = lineOf(entry, (key) => event.has(key));
  const values: Record<string, string | number> = { ...line.values };
  const text = (name: string) => String(line.values[name] ?? '');
  for (const name of line.names.stages) values[name] = stage(text(name));
  for (const name of line.names.roles) values[name] = role(text(name));
  for (const name of line.names.items)
    values[name] = itemName(text(name), text('stage') || detail.card.stage);
  if (values.state !== undefined && t.has(`item.${values.state}`)) values.state = t(`item.${values.state}`);
  if (values.fields !== undefined) {
    values.fields = text('fields')
      .split(', ')
      .map((field) => (t.has(`field.${field}`) ? t(`field.${field}`) : field))
      .join(', ');
  }
  const { actor } = entry;
  return (
    <li
      className="flex gap-2.5 border-line border-b py-2 last:border-0"
      data-event={entry.type}
      data-seq={entry.seq}
    >
      {actor === null ? (
        <ActorMark kind="system" name="system" label="" />
      ) : (
        <ActorMark id={actor.id} kind={actor.kind} name={actor.name} owner={actor.owner} label="" />
      )}
      <div className="min-w-0 flex-1">
        <p className={`break-words ${tones[line.tone]}`}>
          <span className={`font-medium ${actor?.kind === 'agent' ? 'mono' : ''}`}>
            {actor?.name ?? t('kind.system')}
          </span>{' '}
          {event(line.key, values)}
        </p>
        {line.text === null ? null : (
          <p className="mt-0.5 line-clamp-4 whitespace-pre-wrap break-words text-ink-2">{line.text}</p>
        )}
      </div>
      <span className="shrink-0 text-right text-ink-3 text-micro">
        <RelativeTime iso={entry.at} offset={offset} format="clock" className="block" />
        <span className="mono">{t('history.seq', { seq: entry.seq })}</span>
      </span>
    </li>
  );
}
