'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { type FocusEvent, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { useBoardActs } from './board-acts';
import type { Range } from './board-canvas';
import { useBoardCache, useBoardHome, useBoardView } from './board-context';
import { BoardList } from './board-list';
import { BoardPhone } from './board-phone';
import type { BoardForm } from './filter-bar';
import { LiftLayer } from './lift-layer';
import { PHONE } from './phone';
import { useBoardKeys } from './use-board-keys';
import { cardUnder, usePointerLift } from './use-pointer-lift';
import { findCard } from './window-patch';

// React Flow is the heaviest part of the board: lists and phones never load it, and it does not hold up the first view.
const BoardCanvas = dynamic(() => import('./board-canvas').then((module) => module.BoardCanvas), {
  ssr: false,
});

/** A hand that rests this long on a card (ms) may be about to lift it. */
const WARM_MS = 90;

/** The graph, the list or a phone's single stage, with what floats above them. */
export function BoardBody(props: { form: BoardForm; range: Range; onRange: (range: Range) => void }) {
  const t = useTranslations('board');
  const { root, store } = useBoardHome();
  const preview = useRef<HTMLDivElement>(null);
  const onPointerDown = usePointerLift(preview);
  const onKeyDown = useBoardKeys();
  const warm = useWarmUp();
  const width = useWidth();
  const empty = useBoardView((view) =>
    view.stages.every(({ cards, count }) => cards.length === 0 && count === 0),
  );
  const onFocus = useCallback(
    (event: FocusEvent<HTMLElement>) => {
      const handoff = cardUnder(event.target)?.dataset.handoff;
      if (handoff === undefined) return;
      store.set({ focus: handoff });
      warm(handoff);
    },
    [store, warm],
  );
  const form = width !== null && width < PHONE ? 'phone' : props.form;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: one listener for all cards, which are links
    <div
      className="board-body"
      data-form={form}
      data-range={props.range}
      onPointerDown={onPointerDown}
      onPointerOver={(event) => {
        const handoff = cardUnder(event.target)?.dataset.handoff;
        if (handoff !== undefined && event.pointerType === 'mouse') warm(handoff);
      }}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
    >
      <p id="board-hint" className="sr-only">
        {t('cardHint')}
      </p>
      {width === null ? null : form === 'phone' ? (
        <BoardPhone />
      ) : form === 'list' ? (
        <BoardList />
      ) : (
        <BoardCanvas range={props.range} onRange={props.onRange} room={root.current?.clientWidth ?? width} />
      )}
      {empty ? (
        <div className="board-empty">
          <EmptyState
            action={
              <Button onClick={() => store.set({ dialog: { kind: 'create' } })} data-action="handoff.create">
                {t('emptyAction')}
              </Button>
            }
          >
            {t('empty')}
          </EmptyState>
        </div>
      ) : null}
      <LiftLayer preview={preview} />
    </div>
  );
}

/** Asks what a card's moves are while the hand still rests on it. */
function useWarmUp() {
  const { mover } = useBoardActs();
  const cache = useBoardCache();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(
    (handoff: string) => {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        const view = cache.get();
        const card = view && findCard(view, handoff);
        if (card && card.closedAt === null) void mover.learn(card);
      }, WARM_MS);
    },
    [mover, cache],
  );
}

/** Width of the window in px; null until the browser has been asked. */
function useWidth(): number | null {
  const [width, setWidth] = useState<number | null>(null);
  useLayoutEffect(() => {
    const read = () => setWidth(window.innerWidth);
    read();
    window.addEventListener('resize', read);
    return () => window.removeEventListener('resize', read);
  }, []);
  return width;
}
