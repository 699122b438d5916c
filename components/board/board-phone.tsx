'use client';

import { ChevronDown, MoveRight } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { memo, useState } from 'react';
import { Button } from '@/components/ui/button';
import type { HandoffCard as Card } from '@/server/domain/handoff/handoff.schema';
import { useBoard, useBoardView } from './board-context';
import type { CardView } from './card-state';
import { HandoffCard } from './handoff-card';
import { MoveMenu } from './move-menu';
import { useMoreCards } from './use-more-cards';
import { useNames, useStage } from './use-stage';

/** No graph on a phone: one stage at a time, its cards below each other. */
export function BoardPhone() {
  const t = useTranslations('board');
  const name = useNames();
  const stages = useBoardView((view) => view.stages.map(({ key, name, count }) => ({ key, name, count })));
  const busiest = stages.find(({ count }) => count > 0)?.key ?? stages[0]?.key ?? '';
  const [chosen, setChosen] = useState(busiest);
  return (
    <div className="board-phone">
      <div className="board-picker" role="radiogroup" aria-label={t('stagePicker')}>
        {stages.map((stage) => (
          // biome-ignore lint/a11y/useSemanticElements: a row of large buttons of which one holds
          <button
            key={stage.key}
            type="button"
            role="radio"
            aria-checked={stage.key === chosen}
            onClick={() => setChosen(stage.key)}
          >
            {name(stage.name)} <PickerCount stage={stage.key} />
          </button>
        ))}
      </div>
      <PhoneStage key={chosen} stage={chosen} />
    </div>
  );
}

/** How many wait there; of those loaded, how many pass the filter while there is one, so that it shows where they are. */
function PickerCount({ stage: key }: { stage: string }) {
  const { stage, cards } = useStage(key);
  const filtered = useBoard(({ filter }) => filter.chip !== null || filter.text.trim() !== '');
  return <span className="board-picker-count">{filtered ? cards.length : stage.count}</span>;
}

function PhoneStage({ stage: key }: { stage: string }) {
  const t = useTranslations('board');
  const name = useNames();
  const { stage, view, cards } = useStage(key);
  const more = useMoreCards(stage);
  return (
    <section
      className="board-phone-stage"
      data-stage={key}
      aria-label={t('stageLabel', { name: name(stage.name), count: stage.count })}
    >
      <ul className="flex flex-col gap-2">
        {cards.map((card) => (
          <PhoneCard key={card.handoff} card={card} view={view} />
        ))}
      </ul>
      {cards.length === 0 ? (
        <p className="board-stage-empty">{stage.cards.length === 0 ? t('stageEmpty') : t('stageFiltered')}</p>
      ) : null}
      {stage.nextCursor === null ? null : (
        <Button variant="ghost" onClick={more.load} loading={more.loading}>
          <ChevronDown size={16} aria-hidden />
          {more.failed ? t('moreFailed') : t('more', { count: more.left })}
        </Button>
      )}
    </section>
  );
}

const PhoneCard = memo(function PhoneCard({ card, view }: { card: Card; view: CardView }) {
  const t = useTranslations('board');
  return (
    <HandoffCard card={card} view={view}>
      {card.closedAt === null ? (
        <MoveMenu
          card={card}
          trigger={
            <Button size="sm" className="board-phone-move" data-move={card.handoff}>
              <MoveRight size={14} aria-hidden />
              {t('move')}
            </Button>
          }
        />
      ) : null}
    </HandoffCard>
  );
});
