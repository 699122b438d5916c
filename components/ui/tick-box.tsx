import { Check, type LucideIcon, Minus, RotateCw, X } from 'lucide-react';
import type { ComponentProps } from 'react';

export type TickState = 'open' | 'passed' | 'failed' | 'stale' | 'na';

const icons: Record<TickState, LucideIcon | null> = {
  open: null,
  passed: Check,
  failed: X,
  stale: RotateCw,
  na: Minus,
};

export interface TickBoxProps {
  state: TickState;
  /** The state in words, such as "Passed"; with a handler: what the box does. */
  label: string;
}

/** A tick as a picture. */
export function TickBox({ state, label }: TickBoxProps) {
  const Icon = icons[state];
  return (
    <span className="tick" data-state={state} role="img" aria-label={label}>
      {Icon ? <Icon size={11} aria-hidden /> : null}
    </span>
  );
}

/** A tick to press: a checkbox that is mixed while stale or not applicable. */
export function TickButton({ state, label, ...rest }: TickBoxProps & ComponentProps<'button'>) {
  const Icon = icons[state];
  const checked = state === 'passed' ? true : state === 'open' || state === 'failed' ? false : 'mixed';
  return (
    // biome-ignore lint/a11y/useSemanticElements: a native checkbox cannot show five states
    <button
      type="button"
      role="checkbox"
      aria-checked={checked}
      aria-label={label}
      className="tick"
      data-state={state}
      {...rest}
    >
      {Icon ? <Icon size={11} aria-hidden /> : null}
    </button>
  );
}
