'use client';

import {
  type PointerEvent as ReactPointerEvent,
  type RefObject,
  useCallback,
  useEffect,
  useRef,
} from 'react';
import { useBoardActs } from './board-acts';
import { useBoardHome } from './board-context';
import { useBoardPan } from './use-board-pan';

/** How far the pointer travels (px) before a press becomes a lift. */
const THRESHOLD = 5;
/** Near an edge of the board (px) it starts to move, by so many pixels a frame. */
const EDGE = 44;
const EDGE_STEP = 11;

/** Lifts a card by mouse, pen or finger. The card is no node of the canvas, so the canvas never moves with it. */
export function usePointerLift(preview: RefObject<HTMLDivElement | null>) {
  const { root, store } = useBoardHome();
  const { mover } = useBoardActs();
  const pan = useBoardPan();
  const end = useRef<(() => void) | null>(null);
  useEffect(() => () => end.current?.(), []);

  return useCallback(
    (event: ReactPointerEvent<HTMLElement>) => {
      const card = cardUnder(event.target);
      const board = root.current;
      if (event.button !== 0 || !event.isPrimary || card === null || board === null) return;
      if (card.closest('[data-form="board"]') === null) return;
      const handoff = card.dataset.handoff ?? '';
      const box = card.getBoundingClientRect();
      const from = { x: event.clientX, y: event.clientY };
      const grip = { x: from.x - box.x, y: from.y - box.y };
      const zoom = box.width / (card.offsetWidth || 1) || 1;
      let at = from;
      let lifted = false;
      let frame = 0;

      const spot = () => ({ x: at.x - grip.x, y: at.y - grip.y });
      const paint = () => {
        frame = 0;
        if (!lifted) return;
        const base = board.getBoundingClientRect();
        const { x, y } = spot();
        if (preview.current)
          preview.current.style.transform = `translate(${x - base.x}px, ${y - base.y}px) scale(${zoom}) rotate(-2.2deg)`;
        const under = document.elementFromPoint(at.x, at.y)?.closest<HTMLElement>('[data-stage]');
        mover.aim(under?.dataset.stage ?? null);
        const step = at.x < base.left + EDGE ? EDGE_STEP : at.x > base.right - EDGE ? -EDGE_STEP : 0;
        if (step !== 0) {
          pan.by(step, 0);
          frame = requestAnimationFrame(paint);
        }
      };
      const move = (next: PointerEvent) => {
        if (next.pointerId !== event.pointerId) return;
        at = { x: next.clientX, y: next.clientY };
        if (!lifted && Math.hypot(at.x - from.x, at.y - from.y) > THRESHOLD) {
          mover.lift(handoff, 'pointer');
          lifted = store.get().lift !== null;
          if (!lifted) return finish();
        }
        if (lifted && frame === 0) frame = requestAnimationFrame(paint);
      };
      const up = (last: PointerEvent) => {
        if (last.pointerId !== event.pointerId) return;
        const dropped = lifted;
        at = { x: last.clientX, y: last.clientY };
        if (dropped) {
          paint();
          swallowClick();
        }
        finish();
        if (dropped) void mover.drop(spot());
      };
      const cancel = () => {
        const dropped = lifted;
        finish();
        if (dropped) mover.putBack(spot());
      };
      const key = (pressed: KeyboardEvent) => {
        if (pressed.code !== 'Escape' || !lifted) return;
        pressed.stopPropagation();
        swallowClick();
        cancel();
      };
      const finish = () => {
        lifted = false;
        cancelAnimationFrame(frame);
        window.removeEventListener('pointermove', move);
        window.removeEventListener('pointerup', up);
        window.removeEventListener('pointercancel', cancel);
        window.removeEventListener('keydown', key, true);
        end.current = null;
      };
      end.current?.();
      end.current = cancel;
      window.addEventListener('pointermove', move);
      window.addEventListener('pointerup', up);
      window.addEventListener('pointercancel', cancel);
      window.addEventListener('keydown', key, true);
    },
    [root, store, mover, pan, preview],
  );
}

export function cardUnder(target: EventTarget): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('a[data-handoff]') : null;
}

/** Letting go of a lifted card over another is no click on it. */
function swallowClick(): void {
  const swallow = (event: MouseEvent) => {
    event.preventDefault();
    event.stopPropagation();
  };
  window.addEventListener('click', swallow, { capture: true, once: true });
  setTimeout(() => window.removeEventListener('click', swallow, { capture: true }), 0);
}
