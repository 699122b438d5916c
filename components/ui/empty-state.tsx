import clsx from 'clsx';
import type { ReactNode } from 'react';
import { Mark } from './mark';

export interface EmptyStateProps {
  /** The heading of a page that is nothing else. */
  heading?: ReactNode;
  /** What is the case, above the sentence, on a page that has a heading. */
  title?: ReactNode;
  /** One sentence. */
  children: ReactNode;
  /** One button. */
  action?: ReactNode;
  /** All is done: the baton rests in both hands. */
  done?: boolean | undefined;
  className?: string | undefined;
}

export function EmptyState({ heading, title, children, action, done = false, className }: EmptyStateProps) {
  return (
    <div className={clsx('flex flex-col items-center justify-center gap-3.5 p-6 text-center', className)}>
      <Mark size={96} tone="quiet" baton={done} />
      <div className="max-w-80 text-read text-ink-2">
        {heading === undefined ? null : <h1 className="mb-1 font-semibold text-ink text-pane">{heading}</h1>}
        <p>
          {title === undefined ? null : (
            <strong className="mb-1 block font-semibold text-ink text-pane">{title}</strong>
          )}
          {children}
        </p>
      </div>
      {action}
    </div>
  );
}
