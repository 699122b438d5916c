'use client';

import { useEffect } from 'react';

export const HANDOFF_EVENT = 'llmgenie:event';

/**
 * Calls `onChange` when the page's event stream says that this handoff changed. The stream's owner dispatches a
 * CustomEvent `llmgenie:event` with `{handoff}` on the window, so that one connection serves every part of the page.
 */
export function useHandoffEvents(handoff: string, onChange: () => void): void {
  useEffect(() => {
    const listen = (event: Event) => {
      if (event instanceof CustomEvent && namesHandoff(event.detail, handoff)) onChange();
    };
    window.addEventListener(HANDOFF_EVENT, listen);
    return () => window.removeEventListener(HANDOFF_EVENT, listen);
  }, [handoff, onChange]);
}

/** A reset of the stream names no handoff: everything shown may be old. */
function namesHandoff(detail: unknown, handoff: string): boolean {
  if (typeof detail !== 'object' || detail === null || !('handoff' in detail)) return false;
  return detail.handoff === handoff || detail.handoff === null;
}
