import type { HandoffCard } from '@/server/domain/handoff/handoff.schema';
import type { CardFilter } from './card-filter';
import type { DropTargets, Move } from './drop-targets';
import type { Failure } from './read-failure';

/*
 * What the board shows beside its data: what is lifted, what was refused, which dialog is open. A store of its own
 * and not React state above the stages, so that lifting a card does not render the whole board.
 */

export interface Lift {
  readonly card: HandoffCard;
  readonly how: 'pointer' | 'keys';
  readonly targets: DropTargets;
  /** The server has said what is legal; before that the routes are all that is known. */
  readonly sure: boolean;
  /** Stage under the pointer or chosen by keys; null over none. */
  readonly over: string | null;
}

export interface MoveRequest {
  readonly card: HandoffCard;
  readonly to: string;
  readonly move: Move;
  readonly reason: string | null;
  /** Made once a gesture: a repeated attempt of the same move has one effect. */
  readonly key: string;
}

/** A move that did not happen, and why; stays until it is answered. */
export interface Refusal {
  readonly card: HandoffCard;
  readonly to: string;
  readonly failure: Failure;
  /** The attempt, where one was made: to try it again. */
  readonly request: MoveRequest | null;
}

export type BoardDialog =
  | { readonly kind: 'create' }
  | { readonly kind: 'reason'; readonly card: HandoffCard; readonly to: string; readonly move: Move }
  | { readonly kind: 'override'; readonly card: HandoffCard; readonly policyId: string };

/** A message under `said`, with the keys of stages where it names some. */
export interface Saying {
  readonly key: 'lifted' | 'over' | 'overRefused' | 'back' | 'moved' | 'refused' | 'created';
  readonly handoff: string;
  readonly stage: string;
}

export interface BoardState {
  readonly lift: Lift | null;
  readonly refusal: Refusal | null;
  readonly dialog: BoardDialog | null;
  readonly filter: CardFilter;
  /** The filter's text field is shown and wants the focus. */
  readonly filterOpen: boolean;
  /** Card whose panel is open, and the card that Tab reaches. */
  readonly selected: string | null;
  readonly focus: string | null;
  /** A card on its way back to where it was: from which place on the screen. */
  readonly sliding: { readonly handoff: string; readonly x: number; readonly y: number } | null;
  /** Route whose baton runs now, and how often one ran: the number starts the run anew. */
  readonly run: { readonly from: string; readonly to: string; readonly count: number } | null;
  readonly live: 'connecting' | 'on' | 'lost';
  /** The last question for fresh cards had no answer; it is asked again. */
  readonly unanswered: boolean;
  /** Milliseconds, server's clock: when the stream was last heard. */
  readonly heardAt: number | null;
  /** Read aloud by assistive technology. */
  readonly said: Saying | null;
}

export interface BoardStore {
  get(): BoardState;
  set(change: Partial<BoardState>): void;
  subscribe(listener: () => void): () => void;
}

export function createBoardStore(): BoardStore {
  let state: BoardState = {
    lift: null,
    refusal: null,
    dialog: null,
    filter: { text: '', chip: null },
    filterOpen: false,
    selected: null,
    focus: null,
    sliding: null,
    run: null,
    live: 'connecting',
    unanswered: false,
    heardAt: null,
    said: null,
  };
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    set(change) {
      state = { ...state, ...change };
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
