'use client';

import { useEffect } from 'react';
import { HANDOFF_EVENT } from '@/components/handoff/use-handoff-events';
import { useBoardCache, useBoardHome } from './board-context';
import { applyEvent, hopOf, readEvent } from './live-event';
import { nextRun } from './mover';
import type { createRefresher } from './refresher';
import { serverNow } from './server-clock';
import { findCard } from './window-patch';

/** Waits between attempts to listen again, in ms; the browser itself retries a stream that merely broke off. */
const WAITS = [500, 1000, 2000, 5000, 10_000];

/** Follows the project's events from the window's sequence number on, and has the cards they name patched in. */
export function useEvents(refresher: ReturnType<typeof createRefresher>): void {
  const { door, store } = useBoardHome();
  const cache = useBoardCache();
  useEffect(() => {
    let source: EventSource | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let attempts = 0;
    let over = false;

    const heard = () => store.set({ live: 'on', heardAt: serverNow() });

    function onEvent({ data }: MessageEvent<string>): void {
      heard();
      const event = readEvent(data);
      const before = cache.get();
      if (event === null || before === undefined || event.seq <= before.seq) return;
      const handoff = event.subject?.handoff;
      const hop = hopOf(event);
      // One's own drop stands there already; only what others moved runs along the route.
      if (hop !== null && handoff !== undefined && findCard(before, handoff)?.stage !== hop.to)
        store.set({ run: nextRun(store, hop.from, hop.to) });
      cache.change((view) => applyEvent(view, event));
      if (handoff === undefined) return;
      refresher.ask([handoff]);
      tell(handoff);
    }

    function listen(): void {
      source = new EventSource(door.events(cache.get()?.seq ?? 0));
      source.addEventListener('open', () => {
        attempts = 0;
        heard();
      });
      source.addEventListener('event', onEvent);
      source.addEventListener('reset', () => {
        heard();
        void cache.refetch();
        tell(null);
      });
      source.addEventListener('error', () => {
        store.set({ live: 'lost' });
        if (source?.readyState !== EventSource.CLOSED || over) return;
        timer = setTimeout(listen, WAITS[Math.min(attempts, WAITS.length - 1)]);
        attempts += 1;
      });
    }

    listen();
    return () => {
      over = true;
      source?.close();
      clearTimeout(timer);
      refresher.stop();
    };
  }, [door, store, cache, refresher]);
}

/** One connection serves the whole page: an open panel listens for its handoff; null says that all may have changed. */
function tell(handoff: string | null): void {
  window.dispatchEvent(new CustomEvent(HANDOFF_EVENT, { detail: { handoff } }));
}
