import clsx from 'clsx';

/** A sunken bar in the true layout, shown after 150 ms. Give width and height by class. */
export function Skeleton({ className }: { className?: string | undefined }) {
  return <span className={clsx('skeleton block', className)} aria-hidden="true" />;
}
