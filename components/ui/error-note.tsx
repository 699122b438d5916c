import clsx from 'clsx';
import type { ReactNode } from 'react';

export interface ErrorNoteProps {
  /** What happened. */
  title: ReactNode;
  /** What is safe: nothing was lost, your text is still here. */
  safe?: ReactNode;
  /** What to do: one button or one sentence. */
  action?: ReactNode;
  /** wait: not an error of the person, such as being offline. */
  tone?: 'stop' | 'wait' | undefined;
  className?: string | undefined;
  id?: string | undefined;
}

/** An error in place, in three parts. Announced when it appears. */
export function ErrorNote({ title, safe, action, tone = 'stop', className, id }: ErrorNoteProps) {
  return (
    <div className={clsx('note', className)} data-tone={tone} role="alert" id={id}>
      <p className={clsx('font-medium', tone === 'stop' ? 'text-stop' : 'text-wait')}>{title}</p>
      {safe ? <p className="mt-0.5 text-ink-2">{safe}</p> : null}
      {action ? <div className="mt-2 flex flex-wrap items-center gap-2">{action}</div> : null}
    </div>
  );
}
