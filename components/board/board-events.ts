import type { LiveEvent } from '@/components/frame/live-event';
import type { BoardView } from '@/server/domain/board/board.schema';
import { findCard, putCard } from './window-patch';

const HOPS = new Map([
  ['handoff.sent', 'send'],
  ['handoff.returned', 'return'],
  ['handoff.routed', 'route'],
]);

export interface Hop {
  readonly from: string;
  readonly to: string;
}

/** The hop that the event tells of; null for every other event. */
export function hopOf(event: LiveEvent): Hop | null {
  const { from, to } = event.payload;
  return HOPS.has(event.type) && typeof from === 'string' && typeof to === 'string' ? { from, to } : null;
}

/** What an event alone already says: who handed over last, how many took that route, that a card is closed. */
export function applyEvent(view: BoardView, event: LiveEvent): BoardView {
  const handoff = event.subject?.handoff;
  let next = { ...view, seq: Math.max(view.seq, event.seq) };
  if (handoff === undefined) return next;
  const hop = hopOf(event);
  const { stage } = event.payload;
  if (event.type === 'handoff.completed') {
    const card = findCard(next, handoff);
    if (card !== null && card.closedAt === null)
      next = putCard(next, {
        ...card,
        version: card.version + 1,
        state: 'done',
        closedAt: event.at,
        lastHolder: card.holder ?? card.lastHolder,
        holder: null,
        leaseUntil: null,
        blocked: null,
        override: null,
      });
  }
  const to = hop?.to ?? (event.type === 'handoff.completed' && typeof stage === 'string' ? stage : null);
  if (to !== null && event.actor !== null)
    next = {
      ...next,
      lastTransfer: {
        actor: { ...event.actor, owner: null },
        handoff,
        to,
        kind: HOPS.get(event.type) ?? 'complete',
        at: event.at,
      },
    };
  if (hop !== null)
    next = {
      ...next,
      routes: next.routes.map((route) =>
        route.from === hop.from && route.to === hop.to ? { ...route, count: route.count + 1 } : route,
      ),
    };
  return next;
}
