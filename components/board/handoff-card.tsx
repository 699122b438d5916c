'use client';

import { useLocale, useTranslations } from 'next-intl';
import { memo, type ReactNode } from 'react';
import { dayMonth, exactTime, RelativeTime } from '@/components/ui/relative-time';
import type { HandoffCard as Card } from '@/server/domain/handoff/handoff.schema';
import { useBoard } from './board-context';
import { CardCaption } from './card-caption';
import { CardLane } from './card-lane';
import { type CardState, type CardView, cardState } from './card-state';
import { serverOffset, useNow } from './server-clock';
import { useSlideBack } from './use-slide-back';

/** A card in its stage: a link to the panel that can be lifted. Renders when its own card changed, or once a minute. */
export const HandoffCard = memo(function HandoffCard(props: {
  card: Card;
  view: CardView;
  /** A control beside the card, within its list item. */
  children?: ReactNode;
}) {
  const { card, view } = props;
  const t = useTranslations('board');
  const lifted = useBoard(({ lift }) => lift?.card.handoff === card.handoff);
  const selected = useBoard((state) => state.selected === card.handoff);
  const tabbable = useBoard((state) => state.focus === card.handoff);
  const slide = useSlideBack(card.handoff);
  const state = cardState(card, view, useNow(60_000));
  return (
    <li>
      <a
        ref={slide}
        className="board-card nodrag nopan"
        href={`?handoff=${card.handoff}`}
        data-handoff={card.handoff}
        data-version={card.version}
        data-kind={state.kind}
        data-me={state.needsMe ? '' : undefined}
        data-selected={selected ? '' : undefined}
        data-lifted={lifted ? '' : undefined}
        aria-current={selected ? 'true' : undefined}
        aria-keyshortcuts="M Enter"
        tabIndex={tabbable ? 0 : -1}
        draggable={false}
      >
        {/* The body keeps the card's height while it is lifted, so that nothing below it moves. */}
        <CardBody card={card} state={state} />
        {lifted ? (
          <span className="card-lifted">{t.rich('liftedByYou', { handoff: card.handoff, id: mono })}</span>
        ) : null}
      </a>
      {props.children}
    </li>
  );
});

/** What is printed on a card, wherever it is drawn. */
export function CardBody({ card, state, caption }: { card: Card; state: CardState; caption?: ReactNode }) {
  return (
    <>
      <div className="card-top">
        <span className="short-id">{card.handoff}</span>
        <span className="card-mode">[{card.mode}]</span>
        <CardAge card={card} state={state} />
      </div>
      <div className="card-title">{card.title}</div>
      <CardLane state={state} />
      {caption ?? <CardCaption caption={state.caption} />}
    </>
  );
}

export function CardAge({ card, state }: { card: Card; state: CardState }) {
  return (
    <span className="card-age" data-tone={state.ageTone}>
      {card.closedAt === null ? (
        <RelativeTime iso={card.movedAt} offset={serverOffset()} />
      ) : (
        <ClosedDay iso={card.closedAt} />
      )}
    </span>
  );
}

/** A closed card has no age any more, only a day. */
function ClosedDay({ iso }: { iso: string }) {
  const t = useTranslations('board');
  const locale = useLocale();
  const at = new Date(iso);
  const today = at.toDateString() === new Date(useNow(60_000)).toDateString();
  return (
    <time dateTime={iso} title={exactTime(iso, locale)}>
      {today ? t('today') : dayMonth(at, locale)}
    </time>
  );
}

export function mono(chunks: ReactNode): ReactNode {
  return <span className="mono">{chunks}</span>;
}
