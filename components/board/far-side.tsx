'use client';

import { Flame } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { ActorMark } from '@/components/ui/actor-mark';
import { RelativeTime } from '@/components/ui/relative-time';
import { ageTone, heat } from './age';
import { useBoardActs } from './board-acts';
import { useBoardView } from './board-context';
import { cardKind } from './card-state';
import { serverOffset, useNow } from './server-clock';

const SHOWN = 6;

/** What has stood longest, of the handoffs that the board has loaded. */
export function FarSide() {
  const t = useTranslations('board');
  const stages = useBoardView((view) => view.stages);
  const { open } = useBoardActs();
  const now = useNow(60_000);
  const cards = useMemo(
    () =>
      stages
        .flatMap((stage) => stage.cards)
        .filter(({ closedAt }) => closedAt === null)
        .toSorted((a, b) => Date.parse(a.movedAt) - Date.parse(b.movedAt))
        .slice(0, SHOWN),
    [stages],
  );
  if (cards.length === 0) return null;
  return (
    <aside className="far-side" aria-label={t('longest')}>
      <h2 className="far-side-head">
        <Flame size={14} aria-hidden className="text-wait" />
        {t('longest')}
      </h2>
      <ul>
        {cards.map((card) => {
          const still = now - Date.parse(card.movedAt);
          const kind = cardKind(card, now);
          const who = card.holder ?? (kind === 'stale' ? card.lastHolder : null) ?? card.giver;
          return (
            <li key={card.handoff}>
              <button type="button" className="far-row" onClick={() => open(card.handoff)}>
                <i className="far-pill" data-heat={heat(still)} aria-hidden />
                <span className="min-w-0 flex-1">
                  <span className="flex items-center">
                    <span className="short-id">{card.handoff}</span>
                    <span className="flex-1" />
                    <span className="far-age" data-tone={ageTone(still)}>
                      <RelativeTime iso={card.movedAt} offset={serverOffset()} />
                    </span>
                  </span>
                  <span className="block truncate font-medium">{card.title}</span>
                  <span className="far-row-who">
                    <ActorMark
                      id={who.id}
                      kind={who.kind}
                      name={who.name}
                      size={16}
                      variant={kind === 'stale' ? 'gone' : 'normal'}
                    />
                    {t(`short.${kind}`, { returns: card.returns })}
                  </span>
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </aside>
  );
}

/** What the colours of the pills mean. */
export function HeatKey() {
  const t = useTranslations('board');
  const steps = ['heat0', 'heat1', 'heat2', 'heat3', 'heat4'] as const;
  return (
    <div className="heat-key">
      <h2 className="heat-key-head">{t('heatTitle')}</h2>
      <ol className="heat-scale">
        {steps.map((step, at) => (
          <li key={step}>
            <i data-heat={at} aria-hidden />
            {t(step)}
          </li>
        ))}
      </ol>
      <div className="heat-marks">
        <span className="far-who" data-kind="person">
          {t('people')}
        </span>
        <span className="far-who" data-kind="agent">
          {t('agents')}
        </span>
        <span className="heat-gate">{t('short.blocked')}</span>
      </div>
    </div>
  );
}
