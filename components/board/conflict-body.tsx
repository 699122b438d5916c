'use client';

import { RotateCw } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import type { HandoffCard } from '@/server/domain/handoff/handoff.schema';
import { useBoardActs } from './board-acts';
import { useBoardHome } from './board-context';
import type { Changed, Failure } from './read-failure';
import { Shell } from './refusal-shell';
import { serverOffset } from './server-clock';

/** Somebody was faster: who changed what, and the reader's own move once more on top of it. */
export function ConflictBody(props: { card: HandoffCard; conflict: Extract<Failure, { kind: 'conflict' }> }) {
  const { card, conflict } = props;
  const t = useTranslations('board.refusal');
  const { again } = useBoardActs();
  const { store } = useBoardHome();
  return (
    <Shell title={t('conflict', { handoff: card.handoff })} policyId="conflict" tone="wait">
      <p className="mb-2.5 text-ink-2">{t('conflictWhy')}</p>
      <ul className="refusal-changes">
        {conflict.changed.map((change) => (
          <li key={`${change.field}-${change.at ?? ''}`}>
            <ChangeLine change={change} />
          </li>
        ))}
        {conflict.changed.length === 0 ? <li>{t('changedSomething')}</li> : null}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" onClick={again}>
          <RotateCw size={14} aria-hidden />
          {t('applyAgain')}
        </Button>
        <Button onClick={() => store.set({ refusal: null })}>{t('leave')}</Button>
      </div>
    </Shell>
  );
}

function ChangeLine({ change }: { change: Changed }) {
  const t = useTranslations('board.refusal');
  const key = `changed.${change.field.replaceAll('.', '_')}`;
  return (
    <>
      {t(t.has(key) ? key : 'changed.other', { by: change.by, field: change.field })}
      {change.at === null ? null : (
        <>
          {' · '}
          <RelativeTime iso={change.at} offset={serverOffset()} format="ago" />
        </>
      )}
    </>
  );
}
