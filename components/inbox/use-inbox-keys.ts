'use client';

import { useCallback, useEffect, useState } from 'react';
import { isTyping } from '@/components/handoff/is-typing';
import type { InboxRow } from '@/server/domain/inbox/inbox.schema';
import { walkRows } from './inbox.rules';

const STEPS = new Map([
  ['KeyJ', 1],
  ['ArrowDown', 1],
  ['KeyK', -1],
  ['ArrowUp', -1],
] as const);

/** J and K walk the rows and take the focus along; Enter opens, for rows are links; Escape closes the panel. */
export function useInboxKeys(rows: readonly InboxRow[], open: (handoff: string | null) => void) {
  const [chosen, choose] = useState<string | null>(null);
  const onKey = useCallback(
    (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented) return;
      if (isTyping(event.target) || document.querySelector('.dialog') !== null) return;
      if (event.target instanceof Element && event.target.closest('.handoff-panel') !== null) return;
      if (event.code === 'Escape' && new URLSearchParams(window.location.search).has('handoff')) {
        event.preventDefault();
        return open(null);
      }
      const step = STEPS.get(event.code as 'KeyJ');
      if (step === undefined) return;
      const next = walkRows(rows, chosen, step);
      if (next === null) return;
      event.preventDefault();
      choose(next);
      document.querySelector<HTMLElement>(`.inbox-row[data-handoff="${CSS.escape(next)}"]`)?.focus();
    },
    [rows, chosen, open],
  );
  useEffect(() => {
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [onKey]);
  return { chosen, choose };
}
