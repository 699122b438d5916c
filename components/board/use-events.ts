'use client';

import { useEffect } from 'react';
import type { LiveEvent } from '@/components/frame/live-event';
import { HANDOFF_EVENT } from '@/components/handoff/use-handoff-events';
import { useBoardCache, useBoardHome } from './board-context';
import { applyEvent, hopOf } from './board-events';
import { nextRun } from './mover';
import type { createRefresher } from './refresher';
import { serverNow } from './server-clock';
import { findCard } from './window-patch';

/** Follows the project's events from the window's sequence number on, and has the cards they name patched in. */
export function useEvents(refresher: ReturnType<typeof createRefresher>): void {
  const { door, store } = useBoardHome();
  const cache = useBoardCache();
  useEffect(() => {
    const { stream } = door;
    /** Number of the newest event that was heard of. */
    let newest = 0;
    let catching = false;

    /**
     * Reads the window again until it is as new as the stream, for an answer on its way may be older than a later patch;
     * or until it gets no newer, as without a connection.
     */
    async function catchUp(): Promise<void> {
      if (catching) return;
      catching = true;
      try {
        for (let before = -1, seq = 0; seq < newest && seq > before; ) {
          before = cache.get()?.seq ?? 0;
          await cache.refetch();
          seq = cache.get()?.seq ?? 0;
        }
      } finally {
        catching = false;
        tell(null);
      }
    }

    function onEvent(event: LiveEvent): void {
      const before = cache.get();
      if (before === undefined || event.seq <= before.seq) return;
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

    const heard = () => store.set({ live: stream.state(), heardAt: serverNow() });
    const look = () => (stream.state() === 'on' ? heard() : store.set({ live: stream.state() }));
    const unwatch = stream.watch(look);
    const unlisten = stream.listen((message) => {
      heard();
      newest = message.kind === 'event' ? message.event.seq : message.seq;
      if (message.kind === 'event') return onEvent(message.event);
      // The window was read before the stream was there, or the stream missed something for good.
      if (message.kind === 'at' && (cache.get()?.seq ?? 0) >= message.seq) return;
      void catchUp();
    });
    look();
    return () => {
      unwatch();
      unlisten();
      refresher.stop();
    };
  }, [door, store, cache, refresher]);
}

/** One connection serves the whole page: an open panel listens for its handoff; null says that all may have changed. */
function tell(handoff: string | null): void {
  window.dispatchEvent(new CustomEvent(HANDOFF_EVENT, { detail: { handoff } }));
}
