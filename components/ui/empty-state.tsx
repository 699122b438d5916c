import clsx from 'clsx';
import type { ReactNode } from 'react';
import { Mark } from './mark';

export interface EmptyStateProps {
  /** One sentence. */
  children: ReactNode;
  /** One button. */
  action?: ReactNode;
  /** All is done: the baton rests in both hands. */
  done?: boolean | undefined;
  className?: string | undefined;
}

export function EmptyState({ children, action, done = false, className }: EmptyStateProps) {
  return (
    <div className={clsx('flex flex-col items-center justify-center gap-3.5 p-6 text-center', className)}>
      <Mark size={96} tone="quiet" baton={done} />
      <p className="max-w-80 text-read text-ink-2">{children}</p>
      {action}
    </div>
  );
}
