'use client';

import { MoveRight } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { memo } from 'react';
import { Button } from '@/components/ui/button';
import type { HandoffCard } from '@/server/domain/handoff/handoff.schema';
import { useBoard, useBoardView } from './board-context';
import { CardCaption } from './card-caption';
import { CardLane } from './card-lane';
import { type CardView, cardState } from './card-state';
import { CardAge } from './handoff-card';
import { MoveMenu } from './move-menu';
import { useNow } from './server-clock';
import { useMoreCards } from './use-more-cards';
import { useNames, useStage } from './use-stage';

/** The board as a table: the same cards, the same moves. */
export function BoardList() {
  const t = useTranslations('board');
  const keys = useBoardView((view) => view.stages.map(({ key }) => key));
  return (
    <div className="board-list">
      <table>
        <caption className="sr-only">{t('listLabel')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('column.handoff')}</th>
            <th scope="col">{t('column.stage')}</th>
            <th scope="col">{t('column.lane')}</th>
            <th scope="col">{t('column.state')}</th>
            <th scope="col" className="text-right">
              {t('column.age')}
            </th>
            <th scope="col">
              <span className="sr-only">{t('column.move')}</span>
            </th>
          </tr>
        </thead>
        {keys.map((key) => (
          <StageRows key={key} stage={key} />
        ))}
      </table>
    </div>
  );
}

const StageRows = memo(function StageRows({ stage: key }: { stage: string }) {
  const t = useTranslations('board');
  const name = useNames();
  const { stage, view, cards } = useStage(key);
  const more = useMoreCards(stage);
  return (
    <tbody data-stage={key}>
      {cards.map((card) => (
        <Row key={card.handoff} card={card} view={view} stage={name(stage.name)} />
      ))}
      {stage.nextCursor === null ? null : (
        <tr>
          <td colSpan={6}>
            <Button variant="ghost" size="sm" onClick={more.load} loading={more.loading}>
              {more.failed ? t('moreFailed') : t('moreIn', { count: more.left, stage: name(stage.name) })}
            </Button>
          </td>
        </tr>
      )}
    </tbody>
  );
});

const Row = memo(function Row({ card, view, stage }: { card: HandoffCard; view: CardView; stage: string }) {
  const t = useTranslations('board');
  const selected = useBoard((state) => state.selected === card.handoff);
  const tabbable = useBoard((state) => state.focus === card.handoff);
  const state = cardState(card, view, useNow(60_000));
  return (
    <tr
      data-kind={state.kind}
      data-me={state.needsMe ? '' : undefined}
      data-selected={selected ? '' : undefined}
    >
      <th scope="row">
        <a
          className="board-row-link"
          href={`?handoff=${card.handoff}`}
          data-handoff={card.handoff}
          data-version={card.version}
          aria-current={selected ? 'true' : undefined}
          aria-keyshortcuts="M Enter"
          tabIndex={tabbable ? 0 : -1}
          draggable={false}
        >
          <span className="short-id">{card.handoff}</span>
          <span className="truncate font-medium">{card.title}</span>
        </a>
      </th>
      <td className="text-ink-2">{stage}</td>
      <td className="board-row-lane">
        <CardLane state={state} />
      </td>
      <td className="board-row-caption">
        <CardCaption caption={state.caption} />
      </td>
      <td className="text-right">
        <CardAge card={card} state={state} />
      </td>
      <td className="board-row-move">
        {card.closedAt === null ? (
          <MoveMenu
            card={card}
            trigger={
              <Button variant="ghost" size="sm" data-move={card.handoff}>
                <MoveRight size={14} aria-hidden />
                {t('move')}
              </Button>
            }
          />
        ) : null}
      </td>
    </tr>
  );
});
