import type {
  ActorView,
  HandoffCard,
  HistoryEntry,
  TransferView,
} from '@/server/domain/handoff/handoff.schema';

/** A stretch of a handoff's life: somebody had it, or it waited for somebody. Times in ms since 1970. */
export interface LifeSegment {
  readonly kind: 'hand' | 'wait';
  /** Who had it; null while it waited. */
  readonly actor: ActorView | null;
  readonly from: number;
  readonly to: number;
  /** The stretch that goes on at this moment. */
  readonly now: boolean;
  /** Several short early stretches shown as one, so that the strip stays readable. */
  readonly merged: boolean;
  /** Width in percent; all of them add up to 100. */
  readonly share: number;
}

export interface LifeMark {
  readonly kind: 'created' | 'returned' | 'closed';
  readonly at: number;
  readonly actor: ActorView | null;
}

export interface Life {
  readonly segments: readonly LifeSegment[];
  readonly marks: readonly LifeMark[];
}

export interface LifeInput {
  readonly card: HandoffCard;
  readonly transfers: readonly TransferView[];
  readonly history: readonly HistoryEntry[];
}

const SLIVER_MS = 1000;

type Step = { at: number; rank: number; holder: ActorView | null };

/** More stretches than this cannot be told apart in a panel 596 px wide. */
const MAX_SEGMENTS = 18;
/** Least width in percent: an avatar of 14 px, and a sliver that can still be pointed at. */
const FLOOR = { hand: 3.4, wait: 1 } as const;

const PUTS_DOWN: ReadonlySet<string> = new Set([
  'handoff.created',
  'handoff.released',
  'handoff.lapsed',
  'handoff.asked',
  'handoff.sent',
  'handoff.returned',
  'handoff.routed',
  'handoff.reopened',
]);

/**
 * Who had it when, from the claims in the history and the hops in the transfers. Either may be incomplete (the history is
 * a page), so the card has the last word on the present.
 */
export function lifeOf({ card, transfers, history }: LifeInput, now: number): Life {
  const start = time(card.createdAt);
  const steps = stepsOf(card, transfers, history);
  // The strip's clock is coarse: what has just happened still gets its sliver.
  const running = Math.max(now, (steps.at(-1)?.at ?? start) + SLIVER_MS);
  const end = Math.max(start, card.closedAt === null ? running : time(card.closedAt));
  const stretches = stretchesOf(steps, start, end);
  const closed = card.closedAt !== null;
  const shown = mergeEarly(stretches).map((stretch, index, all) => ({
    ...stretch,
    now: !closed && index === all.length - 1,
  }));
  return { segments: withShares(shown), marks: marksOf(card, transfers) };
}

/** When the present holder took it: the latest claim, or the last move where the history does not reach back that far. */
export function heldSince(card: HandoffCard, history: readonly HistoryEntry[]): string {
  const claims = history.filter(
    ({ type, actor, at }) =>
      type === 'handoff.claimed' && actor?.id === card.holder?.id && time(at) >= time(card.movedAt),
  );
  return claims.reduce((latest, { at }) => (time(at) > time(latest) ? at : latest), card.movedAt);
}

function stepsOf(
  card: HandoffCard,
  transfers: readonly TransferView[],
  history: readonly HistoryEntry[],
): readonly Step[] {
  const steps: Step[] = [];
  for (const entry of history) {
    if (entry.type === 'handoff.claimed' && entry.actor !== null) {
      steps.push({ at: time(entry.at), rank: 0, holder: entry.actor });
    } else if (PUTS_DOWN.has(entry.type)) {
      steps.push({ at: time(entry.at), rank: 1, holder: null });
    }
  }
  // A hop in the same commit as its claim comes after it.
  for (const hop of transfers) steps.push({ at: time(hop.at), rank: 1, holder: null });
  if (card.staleAt !== null) steps.push({ at: time(card.staleAt), rank: 1, holder: null });
  if (card.state === 'active' && card.holder !== null) {
    steps.push({ at: time(heldSince(card, history)), rank: 2, holder: card.holder });
  }
  return steps.toSorted((a, b) => a.at - b.at || a.rank - b.rank);
}

type Stretch = Omit<LifeSegment, 'share' | 'now'>;

function stretchesOf(steps: readonly Step[], start: number, end: number): readonly Stretch[] {
  const out: Stretch[] = [];
  let from = start;
  let holder: ActorView | null = null;
  const close = (to: number) => {
    if (to <= from) return;
    const last = out.at(-1);
    if (last !== undefined && (last.actor?.id ?? null) === (holder?.id ?? null)) {
      out[out.length - 1] = { ...last, to };
    } else {
      out.push({ kind: holder === null ? 'wait' : 'hand', actor: holder, from, to, merged: false });
    }
    from = to;
  };
  for (const step of steps) {
    close(Math.min(Math.max(step.at, start), end));
    holder = step.holder;
  }
  close(end);
  if (out.length === 0) {
    out.push({ kind: holder === null ? 'wait' : 'hand', actor: holder, from: start, to: end, merged: false });
  }
  return out;
}

function mergeEarly(stretches: readonly Stretch[]): readonly Stretch[] {
  if (stretches.length <= MAX_SEGMENTS) return stretches;
  const early = stretches.slice(0, stretches.length - MAX_SEGMENTS + 1);
  const first = early[0];
  const last = early.at(-1);
  if (first === undefined || last === undefined) return stretches;
  return [
    { kind: 'wait', actor: null, from: first.from, to: last.to, merged: true },
    ...stretches.slice(early.length),
  ];
}

/** Widths follow the time, but nothing gets narrower than can be seen. */
function withShares(stretches: readonly Omit<LifeSegment, 'share'>[]): readonly LifeSegment[] {
  const floors = stretches.map(({ kind }) => FLOOR[kind]);
  const rest = 100 - floors.reduce((sum, floor) => sum + floor, 0);
  const total = stretches.reduce((sum, { from, to }) => sum + (to - from), 0);
  return stretches.map((stretch, index) => ({
    ...stretch,
    share:
      (floors[index] ?? 0) +
      rest * (total === 0 ? 1 / stretches.length : (stretch.to - stretch.from) / total),
  }));
}

function marksOf(card: HandoffCard, transfers: readonly TransferView[]): readonly LifeMark[] {
  const marks: LifeMark[] = [{ kind: 'created', at: time(card.createdAt), actor: card.author }];
  const back = transfers
    .filter(({ kind }) => kind === 'return')
    .toSorted((a, b) => time(a.at) - time(b.at))
    .at(-1);
  if (back !== undefined) marks.push({ kind: 'returned', at: time(back.at), actor: back.actor });
  if (card.closedAt !== null) marks.push({ kind: 'closed', at: time(card.closedAt), actor: card.lastHolder });
  return marks;
}

function time(iso: string): number {
  return Date.parse(iso);
}
