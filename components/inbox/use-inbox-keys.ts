'use client';

import { useCallback, useEffect, useState } from 'react';
import { isTyping } from '@/components/handoff/is-typing';
import type { InboxRow } from '@/server/domain/inbox/inbox.schema';
import { type Act, walkRows } from './inbox.rules';

const STEPS = new Map([
  ['KeyJ', 1],
  ['ArrowDown', 1],
  ['KeyK', -1],
  ['ArrowUp', -1],
] as const);

/** What a key does to the chosen row, where the row offers it. */
const ACTS = new Map<string, Act>([
  ['KeyC', 'claim'],
  ['KeyN', 'nudge'],
  ['KeyR', 'route'],
]);

export const focusRow = (handoff: string) =>
  document.querySelector<HTMLElement>(`.inbox-row[data-handoff="${CSS.escape(handoff)}"]`)?.focus();

/**
 * J and K walk the rows and take the focus along; Enter opens, for rows are links; C, N and R act on the chosen row;
 * Escape closes the panel.
 */
export function useInboxKeys(
  rows: readonly InboxRow[],
  open: (handoff: string | null) => void,
  act: (row: InboxRow, act: Act) => void,
) {
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
      const wanted = ACTS.get(event.code);
      const row = rows.find(({ card }) => card.handoff === chosen);
      if (wanted !== undefined && row !== undefined && !event.repeat) {
        event.preventDefault();
        return act(row, wanted);
      }
      const step = STEPS.get(event.code as 'KeyJ');
      if (step === undefined) return;
      const next = walkRows(rows, chosen, step);
      if (next === null) return;
      event.preventDefault();
      choose(next);
      focusRow(next);
    },
    [rows, chosen, open, act],
  );
  useEffect(() => {
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [onKey]);
  return { chosen, choose };
}
