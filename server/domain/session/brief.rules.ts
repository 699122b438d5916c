import type { Attention, ClaimState, Gap, GivenContext, RecoveryBrief } from './brief.schema';
import { clip, tokensOf } from './tokens.rules';

export type Stream = 'event' | 'tech' | 'meta';

/** What is known; nothing else stands in a brief. */
export interface BriefFacts {
  readonly session: {
    readonly id: string;
    readonly actor: string;
    readonly mode: string;
    readonly branch: string | null;
    readonly focus: string;
  };
  readonly handoff: { readonly label: string; readonly title: string; readonly stage: string } | null;
  readonly roles: RecoveryBrief['focus']['roles'];
  readonly claim: RecoveryBrief['claim'] & { readonly state: ClaimState };
  readonly attention: readonly Attention[];
  readonly lastAction: RecoveryBrief['focus']['lastAction'];
  readonly openItems: RecoveryBrief['openItems'];
  readonly questions: RecoveryBrief['questions'];
  readonly moves: RecoveryBrief['moves'];
  readonly since: RecoveryBrief['since'];
  readonly gaps: readonly Gap[];
  /** Newest first. */
  readonly entries: RecoveryBrief['entries'];
  /** What holds, nearest layer first. */
  readonly context: readonly GivenContext[];
  /** How many there are of what was read in part only. */
  readonly totals: { readonly since: number; readonly gaps: number } & Readonly<Record<Stream, number>>;
}

/** Most tokens of one text; longer ones are cut and counted. */
const CUT = { task: 80, title: 50, action: 60, text: 90, value: 160, source: 40, name: 20 } as const;
/** The newest entries come before context, older ones after it. */
const FRESH = 6;

type Piece = {
  readonly [K in PieceKind]: {
    readonly kind: K;
    readonly layer: keyof RecoveryBrief['layers'];
    readonly value: RecoveryBrief[K][number];
  };
}[PieceKind];
type PieceKind = 'attention' | 'openItems' | 'questions' | 'moves' | 'since' | 'gaps' | 'entries' | 'context';

/** Cuts texts and counts how many. */
function scissors() {
  let count = 0;
  return {
    cut(text: string, tokens: number): string {
      const kept = clip(text, tokens);
      if (kept !== text) count += 1;
      return kept;
    },
    count: () => count,
  };
}
type Scissors = ReturnType<typeof scissors>;

/** Everything that could be told, most needed first. */
function piecesOf(facts: BriefFacts, { cut }: Scissors): Piece[] {
  const state = 'state' as const;
  const entries = facts.entries.map(
    (entry): Piece => ({
      kind: 'entries',
      layer: 'session',
      value: { ...entry, text: cut(entry.text, CUT.text) },
    }),
  );
  return [
    ...facts.attention.map((value): Piece => ({ kind: 'attention', layer: state, value })),
    ...facts.openItems.map((value): Piece => ({ kind: 'openItems', layer: state, value })),
    ...facts.questions.map(
      (one): Piece => ({
        kind: 'questions',
        layer: state,
        value: { ...one, text: cut(one.text, CUT.text) },
      }),
    ),
    ...facts.moves.map((value): Piece => ({ kind: 'moves', layer: state, value })),
    ...facts.gaps.map((value): Piece => ({ kind: 'gaps', layer: state, value })),
    ...facts.since.map(
      (one): Piece => ({
        kind: 'since',
        layer: state,
        value: { ...one, text: cut(one.text, CUT.text) },
      }),
    ),
    ...entries.slice(0, FRESH),
    ...facts.context.map((one): Piece => ({ kind: 'context', layer: one.layer, value: shorten(one, cut) })),
    ...entries.slice(FRESH),
  ];
}

/** A long value is cut as text: half an object would be another one. */
function shorten(entry: GivenContext, cut: Scissors['cut']): GivenContext {
  const text = typeof entry.value === 'string' ? entry.value : JSON.stringify(entry.value);
  const kept = cut(text, CUT.value);
  return {
    ...entry,
    value: kept === text ? entry.value : kept,
    source: cut(entry.source, CUT.source),
    author: cut(entry.author, CUT.name),
  };
}

/** A number no count here exceeds, so that the frame is never taken for shorter than it turns out. */
const WIDEST = 9_999_999;
const WIDE_LEFT_OUT = {
  attention: WIDEST,
  openItems: WIDEST,
  questions: WIDEST,
  moves: WIDEST,
  since: WIDEST,
  gaps: WIDEST,
  event: WIDEST,
  tech: WIDEST,
  meta: WIDEST,
  context: WIDEST,
};

/** The part that every brief has. */
function frameOf(facts: BriefFacts, budget: number, { cut }: Scissors): RecoveryBrief {
  const { session, handoff, lastAction, claim } = facts;
  return {
    session: session.id,
    actor: cut(session.actor, CUT.name),
    handoff: handoff?.label ?? null,
    mode: session.mode,
    branch: session.branch === null ? null : cut(session.branch, CUT.name * 2),
    budget,
    tokens: WIDEST,
    layers: { state: WIDEST, session: WIDEST, project: WIDEST, global: WIDEST },
    focus: {
      task: cut(session.focus, CUT.task),
      title: cut(handoff?.title ?? '', CUT.title),
      stage: handoff?.stage ?? '',
      roles: facts.roles.slice(0, 4),
      lastAction: lastAction === null ? null : { ...lastAction, text: cut(lastAction.text, CUT.action) },
    },
    claim: { ...claim, holder: claim.holder === null ? null : cut(claim.holder, CUT.name) },
    attention: [],
    openItems: [],
    questions: [],
    moves: [],
    since: [],
    gaps: [],
    entries: [],
    context: [],
    leftOut: { ...WIDE_LEFT_OUT },
    clipped: WIDEST,
  };
}

const take = <K extends PieceKind>(taken: readonly Piece[], kind: K): RecoveryBrief[K][number][] =>
  taken.flatMap((piece) => (piece.kind === kind ? [piece.value] : []));

/**
 * Builds the brief: most needed first, and a piece is left out only where it did not fit beside everything before it.
 * Pure: the same facts and budget give the same brief. Never more than `budget` tokens, as estimateTokens counts them.
 */
export function buildBrief(facts: BriefFacts, budget: number): RecoveryBrief {
  const cutter = scissors();
  const frame = frameOf(facts, budget, cutter);
  const taken: Piece[] = [];
  const layers = { state: tokensOf(frame), session: 0, project: 0, global: 0 };
  let tokens = layers.state;
  for (const piece of piecesOf(facts, cutter)) {
    const cost = tokensOf(piece.value);
    if (tokens + cost > budget) continue;
    tokens += cost;
    layers[piece.layer] += cost;
    taken.push(piece);
  }
  const entries = take(taken, 'entries');
  const of = (stream: Stream) =>
    facts.totals[stream] - entries.filter((entry) => entry.stream === stream).length;
  const given = {
    attention: take(taken, 'attention'),
    openItems: take(taken, 'openItems'),
    questions: take(taken, 'questions'),
    moves: take(taken, 'moves'),
    since: take(taken, 'since'),
    gaps: take(taken, 'gaps'),
    context: take(taken, 'context'),
  };
  return {
    ...frame,
    ...given,
    entries,
    tokens,
    layers,
    leftOut: {
      attention: facts.attention.length - given.attention.length,
      openItems: facts.openItems.length - given.openItems.length,
      questions: facts.questions.length - given.questions.length,
      moves: facts.moves.length - given.moves.length,
      since: facts.totals.since - given.since.length,
      gaps: facts.totals.gaps - given.gaps.length,
      event: of('event'),
      tech: of('tech'),
      meta: of('meta'),
      context: facts.context.length - given.context.length,
    },
    clipped: cutter.count(),
  };
}
