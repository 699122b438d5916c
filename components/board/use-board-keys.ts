'use client';

import { type KeyboardEvent as ReactKeyboardEvent, useCallback, useEffect } from 'react';
import { isTyping } from '@/components/handoff/is-typing';
import { useBoardActs } from './board-acts';
import { useBoardCache, useBoardHome } from './board-context';
import { type Step, walk } from './card-walk';
import { cardUnder } from './use-pointer-lift';

const STEPS = new Map<string, Step>([
  ['KeyJ', 'down'],
  ['ArrowDown', 'down'],
  ['KeyK', 'up'],
  ['ArrowUp', 'up'],
  ['ArrowLeft', 'left'],
  ['ArrowRight', 'right'],
]);

/** Keys by their place on the keyboard (event.code), so that they hold in every layout. */
export function useBoardKeys() {
  const { root, store } = useBoardHome();
  const { mover } = useBoardActs();
  const cache = useBoardCache();

  /** On a card: walk, open (the link does that), lift, choose, drop. */
  const onKeyDown = useCallback(
    (event: ReactKeyboardEvent<HTMLElement>) => {
      const card = cardUnder(event.target);
      if (card === null || event.ctrlKey || event.metaKey || event.altKey) return;
      const handoff = card.dataset.handoff ?? '';
      const { lift } = store.get();
      const done = () => {
        event.preventDefault();
        event.stopPropagation();
      };
      if (lift !== null && lift.how === 'keys') {
        const stages = cache.get()?.stages.map(({ key }) => key) ?? [];
        if (event.code === 'Escape') {
          mover.putBack(null);
        } else if (event.code === 'Enter' || event.code === 'Space' || event.code === 'NumpadEnter') {
          void mover.drop(null);
        } else if (STEPS.has(event.code)) {
          const back = event.code === 'ArrowLeft' || event.code === 'ArrowUp' || event.code === 'KeyK';
          const next = stages[stages.indexOf(lift.over ?? lift.card.stage) + (back ? -1 : 1)];
          if (next !== undefined) mover.aim(next);
        } else return;
        return done();
      }
      const step = STEPS.get(event.code);
      if (step !== undefined) {
        const next = walk(columns(root.current), handoff, step);
        if (next !== null) mover.restFocus(next);
        return done();
      }
      if (event.code === 'KeyM' || event.code === 'Space') {
        const menu = root.current?.querySelector<HTMLElement>(`[data-move="${handoff}"]`);
        if (menu) menu.click();
        else mover.lift(handoff, 'keys');
        done();
      }
    },
    [root, store, mover, cache],
  );

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (isTyping(event.target) || store.get().dialog !== null) return;
      const { code, shiftKey } = event;
      const { refusal } = store.get();
      if (code === 'Escape' && refusal !== null) {
        store.set({ refusal: null });
        mover.restFocus(refusal.card.handoff);
        return;
      }
      if (code === 'KeyC' && !shiftKey && cache.get()?.me.permission !== 'viewer')
        store.set({ dialog: { kind: 'create' } });
      else if (code === 'Slash') store.set({ filterOpen: true });
      else if ((code === 'KeyJ' || code === 'KeyK') && !shiftKey) {
        const first = walk(columns(root.current), store.get().focus, 'down');
        mover.restFocus(store.get().focus ?? first ?? '');
      } else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [root, store, mover, cache]);

  return onKeyDown;
}

/** Cards as they stand on the screen now, filter and all. */
function columns(board: HTMLElement | null): string[][] {
  return [...(board?.querySelectorAll('[data-stage]') ?? [])].map((stage) =>
    [...stage.querySelectorAll<HTMLElement>('a[data-handoff]')].map((card) => card.dataset.handoff ?? ''),
  );
}
