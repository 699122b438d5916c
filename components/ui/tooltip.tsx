'use client';

import dynamic from 'next/dynamic';
import { Slot } from 'radix-ui';
import { type ReactElement, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { TipSide } from './tip';

// Loaded with the first look at something that has a tip: every page carries times, few people ask for the exact one.
const Tip = dynamic(() => import('./tip').then((module) => module.Tip), { ssr: false });

/** Milliseconds of rest on the trigger before its tip shows, and of absence before it goes: it can be reached. */
const SHOW_AFTER = 400;
const HIDE_AFTER = 120;

export interface TooltipProps {
  content: ReactNode;
  /** One element that takes a ref and can hold the focus. */
  children: ReactElement;
  side?: TipSide | undefined;
}

/** A few words on hover and on focus. Never the only place of a fact that is needed to act. */
export function Tooltip({ content, children, side = 'top' }: TooltipProps) {
  const id = useId();
  const timer = useRef(0);
  /** What the tip stands beside while it shows. */
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const set = (next: HTMLElement | null, after = 0) => {
    window.clearTimeout(timer.current);
    if (after === 0) return setAnchor(next);
    timer.current = window.setTimeout(() => setAnchor(next), after);
  };
  useEffect(() => () => window.clearTimeout(timer.current), []);
  return (
    <>
      <Slot.Root
        aria-describedby={anchor === null ? undefined : id}
        onPointerEnter={(event) => {
          if (event.pointerType !== 'touch') set(event.currentTarget, SHOW_AFTER);
        }}
        onPointerLeave={() => set(null, HIDE_AFTER)}
        onPointerDown={() => set(null)}
        onFocus={(event) => {
          if (event.currentTarget.matches(':focus-visible')) set(event.currentTarget);
        }}
        onBlur={() => set(null)}
      >
        {children}
      </Slot.Root>
      {anchor === null ? null : (
        <Tip id={id} anchor={anchor} side={side} onReach={() => set(anchor)} onGone={() => set(null)}>
          {content}
        </Tip>
      )}
    </>
  );
}
