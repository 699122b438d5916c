import clsx from 'clsx';

const order = ['verified', 'stale', 'moving', 'waiting', 'refused'] as const;
export type ProgressPart = (typeof order)[number];

export interface ProgressBarProps {
  /** Counts by part; whatever is left of `total` stays open. Only `verified` counts as done. */
  parts: Partial<Record<ProgressPart, number>>;
  total: number;
  /** In words with the numbers, such as "5 of 7 verified". */
  label: string;
  className?: string | undefined;
}

export function ProgressBar({ parts, total, label, className }: ProgressBarProps) {
  const shown = order.map((part) => ({ part, count: parts[part] ?? 0 })).filter(({ count }) => count > 0);
  const open = Math.max(0, total - shown.reduce((sum, { count }) => sum + count, 0));
  return (
    <div
      className={clsx('progress', className)}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={parts.verified ?? 0}
      aria-valuetext={label}
    >
      {shown.map(({ part, count }) => (
        <i key={part} data-part={part} style={{ flexGrow: count, flexBasis: 0 }} />
      ))}
      {open > 0 ? <i style={{ flexGrow: open, flexBasis: 0 }} /> : null}
    </div>
  );
}
