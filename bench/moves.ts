import type { Seat } from './make-seat';

/** One call of an agent. */
export interface Move {
  readonly action: 'handoff.comment' | 'handoff.update' | 'handoff.claim' | 'handoff.release';
  readonly arguments: Readonly<Record<string, unknown>> & { readonly handoff: string };
  readonly idempotencyKey: string;
}

/** What a move answers, of which the next one needs version and fence. */
export interface MoveResult {
  readonly handoff: string;
  readonly version?: number;
  readonly fence?: number;
}

/** Tells keys of one process from those of another on the same data. */
const run = Math.random().toString(36).slice(2, 10);
let made = 0;

/** Plain ASCII without quotes, shorter than the excerpt an event repeats. */
const textOf = (count: number) =>
  `Round ${count}: the sender now gives up after five tries and says so to whoever waits.`;

function move(seat: Seat, handoff: string, action: Move['action']): Move {
  made += 1;
  const { version, fence } = seat.seen.get(handoff) ?? { version: 1, fence: 1 };
  const args = {
    'handoff.comment': { body: textOf(made) },
    'handoff.update': { expectedVersion: version, package: { summary: textOf(made) } },
    'handoff.claim': {},
    'handoff.release': { expectedVersion: version, fence },
  }[action];
  return { action, arguments: { handoff, ...args }, idempotencyKey: `bench-${run}-${made}` };
}

/** One handoff's turn: the three kinds of write a holder does most. */
export const HOLDER_TURN = ['handoff.claim', 'handoff.update', 'handoff.release'] as const;

export type Player = ReturnType<typeof player>;

/** Goes on to the next handoff after each turn, so that the moves are spread over all of them. */
export function player(seats: readonly Seat[], turn: readonly Move['action'][]) {
  const steps = seats.map(() => 0);
  return {
    next(client: number): { seat: Seat; move: Move } {
      const seat = seats[client];
      const step = steps[client] ?? 0;
      steps[client] = step + 1;
      const handoff = seat?.handoffs[Math.floor(step / turn.length) % seat.handoffs.length];
      const action = turn[step % turn.length];
      if (!seat || handoff === undefined || action === undefined) throw new Error('no such client');
      return { seat, move: move(seat, handoff, action) };
    },
    answered(seat: Seat, result: MoveResult): void {
      if (result.version === undefined || result.fence === undefined) return;
      seat.seen.set(result.handoff, { version: result.version, fence: result.fence });
    },
  };
}
