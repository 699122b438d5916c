'use client';

import type { Viewport } from '@xyflow/react';
import { createContext, useContext } from 'react';

interface Camera {
  get(): Viewport;
  set(viewport: Viewport, options?: { duration?: number }): Promise<boolean>;
}

const GLIDE_MS = 180;
const MARGIN = 20;

/** Moves what is seen of the canvas; does nothing while a list is shown instead. */
export interface BoardPan {
  attach(camera: Camera | null): void;
  by(dx: number, dy: number): void;
  /** Glides until the box (in pixels of the screen) lies within the free part of the board's own box. */
  show(box: DOMRect, free: { left: number; top: number; right: number; bottom: number }): void;
}

export function createBoardPan(): BoardPan {
  let camera: Camera | null = null;
  const move = (dx: number, dy: number, duration: number) => {
    if (camera === null || (dx === 0 && dy === 0)) return;
    const { x, y, zoom } = camera.get();
    void camera.set({ x: x + dx, y: y + dy, zoom }, duration > 0 ? { duration } : undefined);
  };
  return {
    attach(next) {
      camera = next;
    },
    by: (dx, dy) => move(dx, dy, 0),
    show(box, free) {
      const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
      const dx = shift(box.left, box.right, free.left + MARGIN, free.right - MARGIN);
      const dy = shift(box.top, box.bottom, free.top + MARGIN, free.bottom - MARGIN);
      move(dx, dy, still ? 0 : GLIDE_MS);
    },
  };
}

/** How far a span has to move to lie within another; its start comes first where it is too long. */
function shift(from: number, to: number, low: number, high: number): number {
  if (from < low || to - from > high - low) return low - from;
  return to > high ? high - to : 0;
}

const Context = createContext<BoardPan | null>(null);
export const BoardPanProvider = Context.Provider;

export function useBoardPan(): BoardPan {
  const pan = useContext(Context);
  if (pan === null) throw new Error('this part of the board stands outside its provider');
  return pan;
}
