import type { AvailableResult } from '@/server/actions/available.schema';
import type { BoardView } from '@/server/domain/board/board.schema';
import type { HandoffCard } from '@/server/domain/handoff/handoff.schema';
import type { BoardDoor } from './board-door';
import type { BoardStore, Lift, MoveRequest } from './board-store';
import { type DropTarget, guessTargets, readTargets } from './drop-targets';
import { type Failure, readFailure } from './read-failure';
import { serverNow } from './server-clock';
import { findCard, hopCard, movedCard, unhopCard } from './window-patch';

/*
 * One gesture from lift to drop, whether by pointer or by keys: light the targets, drop, show the move at once, and
 * take it back with the reason where the server says no.
 */

export interface MoverParts {
  readonly door: BoardDoor;
  readonly store: BoardStore;
  readonly cache: {
    get(): BoardView | undefined;
    change(update: (view: BoardView) => BoardView): unknown;
  };
  /** What the server allows for this version of the card; kept for a moment, so that a hover pays for the drag. */
  readonly available: (card: HandoffCard) => Promise<AvailableResult>;
  /** Told of each move that was made. */
  readonly moved: (request: MoveRequest) => void;
  /** Asks for fresh cards. */
  readonly refresh: (handoffs: readonly string[]) => void;
  /** Gives the focus to a card, wherever it stands now, and brings it into view. */
  readonly restFocus: (handoff: string) => void;
}

export type Mover = ReturnType<typeof createMover>;

/** Where the dragged card was let go, in pixels of the screen. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

export function createMover({ door, store, cache, available, moved, refresh, restFocus }: MoverParts) {
  const keysOf = (view: BoardView) => view.stages.map(({ key }) => key);

  function lift(handoff: string, how: Lift['how']): void {
    const view = cache.get();
    const card = view && findCard(view, handoff);
    if (!view || !card || card.closedAt !== null) return;
    const targets = guessTargets(card, keysOf(view), view.routes);
    store.set({
      refusal: null,
      lift: { card, how, targets, sure: false, over: how === 'keys' ? card.stage : null },
      said: { key: 'lifted', handoff, stage: card.stage },
    });
    void learn(card).then((learned) => {
      const held = store.get().lift;
      if (learned !== null && held?.card === card) store.set({ lift: { ...held, ...learned } });
    });
  }

  /** The server's own list of targets; null where it does not answer, and the drop itself has to tell. */
  async function learn(card: HandoffCard): Promise<Pick<Lift, 'targets' | 'sure'> | null> {
    const view = cache.get();
    if (!view) return null;
    try {
      const { actions } = await available(card);
      return { targets: readTargets(card, keysOf(view), view.routes, actions), sure: true };
    } catch {
      return null;
    }
  }

  function aim(stage: string | null): void {
    const held = store.get().lift;
    if (held === null || held.over === stage) return;
    const target = stage === null ? undefined : held.targets.get(stage);
    const legal = target?.kind === 'legal' || target?.kind === 'home';
    store.set({
      lift: { ...held, over: stage },
      ...(stage === null
        ? {}
        : { said: { key: legal ? 'over' : 'overRefused', handoff: held.card.handoff, stage } as const }),
    });
  }

  function putBack(spot: Spot | null): void {
    const held = store.get().lift;
    if (held === null) return;
    const { handoff, stage } = held.card;
    store.set({
      lift: null,
      sliding: spot === null ? null : { handoff, ...spot },
      said: { key: 'back', handoff, stage },
    });
  }

  async function drop(spot: Spot | null): Promise<void> {
    const hanging = store.get().lift;
    if (hanging === null) return;
    const { card, over } = hanging;
    if (over === null || over === card.stage) return putBack(spot);
    // Which move it is, a send or a lead's route, only the server knows; the card hangs there for that moment.
    const learned = hanging.sure ? hanging : await learn(card);
    if (store.get().lift?.card !== card) return;
    const target = (learned ?? hanging).targets.get(over);
    if (target?.kind !== 'legal') return refuse(card, over, failureOf(target), null, spot);
    store.set({ lift: null });
    if (target.asks.includes('reason')) {
      store.set({ dialog: { kind: 'reason', card, to: over, move: target.move } });
      return;
    }
    await run({ card, to: over, move: target.move, reason: null, key: crypto.randomUUID() }, spot);
  }

  /** Makes the move. The board shows it at once; a refusal takes it back and says why. */
  async function run(request: MoveRequest, spot: Spot | null): Promise<void> {
    const { card, to, move, reason, key } = request;
    const view = cache.get();
    if (!view) return;
    const now = serverNow();
    const at = new Date(now).toISOString();
    const index = view.stages
      .find((stage) => stage.key === card.stage)
      ?.cards.findIndex(({ handoff }) => handoff === card.handoff);
    cache.change((before) => hopCard(before, card, movedCard(card, to, move, view.me.actor, at)));
    store.set({ refusal: null, run: nextRun(store, card.stage, to) });
    restFocus(card.handoff);
    try {
      await door.act(
        `handoff.${move}`,
        {
          handoff: card.handoff,
          expectedVersion: card.version,
          to,
          ...(reason === null ? {} : { reason }),
        },
        key,
      );
      store.set({ said: { key: 'moved', handoff: card.handoff, stage: to } });
      moved(request);
    } catch (error) {
      cache.change((shown) => unhopCard(shown, card, Math.max(0, index ?? 0)));
      refuse(card, to, readFailure(error), request, spot);
    }
    refresh([card.handoff]);
  }

  function refuse(
    card: HandoffCard,
    to: string,
    failure: Failure,
    request: MoveRequest | null,
    spot: Spot | null,
  ): void {
    store.set({
      lift: null,
      sliding: spot === null ? store.get().sliding : { handoff: card.handoff, ...spot },
      refusal: { card, to, failure, request },
      said: { key: 'refused', handoff: card.handoff, stage: to },
    });
  }

  /** The same move once more: with the version that is there now, or, unanswered, exactly as it was. */
  async function again(): Promise<void> {
    const { refusal } = store.get();
    const view = cache.get();
    if (!refusal?.request || !view) return;
    const { request, failure } = refusal;
    if (failure.kind !== 'conflict') return run(request, null);
    const known = findCard(view, request.card.handoff);
    const candidates = [request.card, failure.current, known].filter((card) => card !== null);
    const newest = candidates.toSorted((a, b) => b.version - a.version)[0] ?? request.card;
    await run({ ...request, card: newest, key: crypto.randomUUID() }, null);
  }

  return { lift, learn, aim, putBack, drop, run, again, restFocus };
}

function failureOf(target: DropTarget | undefined): Failure {
  return target?.kind === 'refused' ? { kind: 'denied', denial: target.blocker } : { kind: 'no-route' };
}

/** Starts a baton along a route; the count makes the same route run anew. */
export function nextRun(store: BoardStore, from: string, to: string) {
  return { from, to, count: (store.get().run?.count ?? 0) + 1 };
}
