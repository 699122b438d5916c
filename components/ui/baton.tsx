import clsx from 'clsx';
import type { ReactNode } from 'react';

export type BatonState =
  | 'offered'
  | 'active'
  | 'input'
  | 'stale'
  | 'blocked'
  | 'returned'
  | 'overridden'
  | 'done';

export interface BatonProps {
  state: BatonState;
  /** What is carried, such as 5/6; a lucide icon of 11 px may stand before it. */
  children: ReactNode;
  size?: 'card' | 'header' | undefined;
  className?: string | undefined;
}

export function Baton({ state, children, size = 'card', className }: BatonProps) {
  return (
    <span className={clsx('baton', className)} data-state={state} data-size={size}>
      {children}
    </span>
  );
}

/** Small bars inside a header baton: `filled` of `total` parts are there. */
export function BatonBars({ filled, total }: { filled: number; total: number }) {
  const bars = Array.from({ length: total }, (_, at) => ({ key: `bar-${at}`, open: at >= filled }));
  return (
    <span className="baton-bars" aria-hidden="true">
      {bars.map((bar) => (
        <i key={bar.key} data-open={bar.open ? '' : undefined} />
      ))}
    </span>
  );
}
