'use client';

import { useLocale, useTranslations } from 'next-intl';
import type { ConflictDetails } from '@/components/policy/refusal.schema';
import { Button } from '@/components/ui/button';
import { exactTime, RelativeTime } from '@/components/ui/relative-time';
import { useStageNames } from './names';

export interface ConflictNoteProps {
  conflict: ConflictDetails;
  pending: boolean;
  onAgain: () => void;
  onDrop: () => void;
}

/** Somebody was faster: what they changed, and the way to apply one's own all the same. */
export function ConflictNote({ conflict, pending, onAgain, onDrop }: ConflictNoteProps) {
  const t = useTranslations('handoff.conflict');
  return (
    <div className="note" data-tone="wait" data-conflict role="alert">
      <p className="font-medium text-wait">{t('title')}</p>
      {conflict.changed.length === 0 ? null : (
        <ul className="mt-1.5 flex flex-col gap-1">
          {conflict.changed.map((change) => (
            <Change key={`${change.field} ${change.at ?? ''} ${String(change.from)}`} change={change} />
          ))}
        </ul>
      )}
      <p className="mt-1.5 text-ink-2">{t('safe')}</p>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button variant="primary" loading={pending} onClick={onAgain}>
          {t('again')}
        </Button>
        <Button onClick={onDrop}>{t('drop')}</Button>
      </div>
    </div>
  );
}

function Change({ change }: { change: ConflictDetails['changed'][number] }) {
  const t = useTranslations('handoff');
  const locale = useLocale();
  const { stage } = useStageNames();
  const show = (value: unknown) => {
    if (change.field === 'stage' && typeof value === 'string') return stage(value);
    if (change.field === 'state' && typeof value === 'string' && t.has(`state.${value}`))
      return t(`state.${value}`);
    return plain(value);
  };
  const who = nameOf(change.by);
  // A change is named by its field, or by the event that made it.
  const event = `conflict.event.${change.field.replaceAll('.', '-')}`;
  const from = show(change.from);
  const to = show(change.to);
  const field =
    !change.field.includes('.') && t.has(`field.${change.field}`) ? t(`field.${change.field}`) : change.field;
  return (
    <li className="flex flex-wrap items-baseline gap-x-1.5 text-ink-2">
      {who === '' ? null : <span className="font-medium text-ink">{who}</span>}
      <span className="min-w-0 break-words">
        {t.has(event)
          ? t(event)
          : from === '' && to === ''
            ? t('conflict.field', { field })
            : t('conflict.change', { field, from: from === '' ? '–' : from, to: to === '' ? '–' : to })}
      </span>
      {change.at === undefined ? null : (
        <span className="text-ink-3 text-micro" title={exactTime(change.at, locale)}>
          <RelativeTime iso={change.at} format="ago" />
        </span>
      )}
    </li>
  );
}

/** Values of a card are short; anything nested is only named by its field. */
function plain(value: unknown): string {
  if (typeof value === 'string') return value.length > 80 ? `${value.slice(0, 80)}…` : value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return nameOf(value);
}

function nameOf(by: unknown): string {
  if (typeof by === 'string') return by;
  return typeof by === 'object' && by !== null && 'name' in by && typeof by.name === 'string' ? by.name : '';
}
