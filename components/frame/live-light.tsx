import clsx from 'clsx';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

export interface LiveLightProps {
  /** on: events arrive. idle: waiting for the connection. lost: it broke. off: nobody listens. */
  state: 'on' | 'idle' | 'lost' | 'off';
  /** Instead of the state's own word. */
  word?: string | undefined;
  /** After the word: last seen 12 s ago. */
  detail?: ReactNode;
  className?: string | undefined;
}

/** The connection light. Colour, fill and halo differ, and the word always stands beside it. */
export function LiveLight({ state, word, detail, className }: LiveLightProps) {
  const t = useTranslations('frame.live');
  return (
    <span className={clsx('live', className)} data-state={state} role="status">
      <i aria-hidden="true" />
      <span>{word ?? t(state)}</span>
      {detail ? <span className="font-normal text-ink-3">{detail}</span> : null}
    </span>
  );
}
