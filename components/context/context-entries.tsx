'use client';

import { History, Pencil, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import { Tag } from '@/components/ui/tag';
import type { ContextEntry, GivenEntry } from '@/server/domain/context/context.schema';
import { type Editing, shown } from './editing';

const TONES = { session: 'agent', project: 'go', global: 'neutral' } as const;

/** Keys with the value that holds, and below it, struck, what it hides. */
export function ContextEntries(props: {
  entries: readonly GivenEntry[];
  onEdit: (editing: Editing) => void;
}) {
  const t = useTranslations('context');
  return (
    <ul className="flex flex-col rounded-pane bg-surface shadow-1" aria-label={t('entries')}>
      {props.entries.map((entry) => (
        <li key={entry.key} className="border-line border-b px-4 py-3 last:border-0" data-context={entry.key}>
          <div className="flex flex-wrap items-center gap-2">
            <h2 className="mono min-w-0 break-all font-semibold">{entry.key}</h2>
            <Tag
              tone={TONES[entry.layer]}
              data-layer-of={entry.layer}
              className="!bg-transparent ring-1 ring-current ring-inset"
            >
              {t(`layer.${entry.layer}`)}
            </Tag>
            <span className="flex-1" />
            <Tokens entry={entry} />
            <Tools entry={entry} onEdit={props.onEdit} />
          </div>
          <p className="mt-1 whitespace-pre-wrap break-words">{shown(entry.value)}</p>
          <Origin entry={entry} />
          {entry.shadowed.map((hidden) => (
            <div key={hidden.layer} className="mt-2 border-line border-l pl-3" data-shadowed={hidden.layer}>
              <p className="flex items-baseline gap-2 text-ink-3">
                <span className="text-meta">{t('hides', { layer: t(`layer.${hidden.layer}`) })}</span>
                <s className="min-w-0 break-words">{shown(hidden.value)}</s>
              </p>
              <Origin entry={hidden} />
            </div>
          ))}
        </li>
      ))}
    </ul>
  );
}

function Tokens({ entry }: { entry: ContextEntry }) {
  const t = useTranslations('context');
  return <span className="mono text-meta text-ink-3">{t('tokens', { count: entry.tokens })}</span>;
}

/** Who, when, which version, where from. */
function Origin({ entry }: { entry: ContextEntry }) {
  const t = useTranslations('context');
  return (
    <p className="mt-0.5 text-meta text-ink-3">
      {t('by', { author: entry.author, version: entry.version })}{' '}
      <RelativeTime iso={entry.updatedAt} format="ago" />
      {entry.source === '' ? '' : ` · ${t('source', { source: entry.source })}`}
    </p>
  );
}

function Tools({ entry, onEdit }: { entry: GivenEntry; onEdit: (editing: Editing) => void }) {
  const t = useTranslations('context');
  return (
    <span className="flex gap-1">
      <Button
        size="sm"
        square
        variant="ghost"
        aria-label={t('edit', { key: entry.key })}
        data-action="context.set"
        onClick={() => onEdit({ kind: 'edit', entry })}
      >
        <Pencil size={14} aria-hidden />
      </Button>
      {entry.layer === 'session' ? null : (
        <Button
          size="sm"
          square
          variant="ghost"
          aria-label={t('history', { key: entry.key })}
          data-history={entry.key}
          onClick={() => onEdit({ kind: 'history', entry })}
        >
          <History size={14} aria-hidden />
        </Button>
      )}
      <Button
        size="sm"
        square
        variant="ghost"
        aria-label={t('remove', { key: entry.key })}
        data-action="context.remove"
        onClick={() => onEdit({ kind: 'remove', entry })}
      >
        <Trash2 size={14} aria-hidden />
      </Button>
    </span>
  );
}
