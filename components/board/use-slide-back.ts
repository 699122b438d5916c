'use client';

import { useLayoutEffect, useRef } from 'react';
import { useBoard, useBoardHome } from './board-context';

const SLIDE_MS = 260;
const FADE_MS = 150;

/** Lets a card that was not taken run back from where it was dropped; without travel where motion is not wanted. */
export function useSlideBack(handoff: string) {
  const ref = useRef<HTMLAnchorElement>(null);
  const { store } = useBoardHome();
  const from = useBoard(({ sliding }) => (sliding?.handoff === handoff ? sliding : null));
  useLayoutEffect(() => {
    const card = ref.current;
    if (from === null || card === null) return;
    const box = card.getBoundingClientRect();
    // The board may be zoomed: one pixel of the screen is more than one of the card's own.
    const zoom = box.width / (card.offsetWidth || 1) || 1;
    const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    const run = still
      ? card.animate([{ opacity: 0 }, { opacity: 1 }], { duration: FADE_MS })
      : card.animate(
          [
            {
              transform: `translate(${(from.x - box.x) / zoom}px, ${(from.y - box.y) / zoom}px) rotate(-2.2deg)`,
              zIndex: 5,
            },
            { transform: 'none', zIndex: 5 },
          ],
          { duration: SLIDE_MS, easing: 'cubic-bezier(.22,.8,.2,1)' },
        );
    run.onfinish = () => {
      if (store.get().sliding === from) store.set({ sliding: null });
    };
    return () => run.cancel();
  }, [from, store]);
  return ref;
}
