import type { BoardStage, BoardView } from '@/server/domain/board/board.schema';
import type { ActorView, HandoffCard } from '@/server/domain/handoff/handoff.schema';
import { type Chip, inChip } from './card-filter';

/*
 * Changes of the board held in the browser. What did not change keeps its identity, so that a patch of one card
 * renders one card and the heads of the stages it touched, and nothing else.
 */

export type StageHead = Omit<BoardStage, 'cards' | 'nextCursor'>;

export interface BoardPatch {
  readonly cards: readonly HandoffCard[];
  readonly stages: readonly StageHead[];
  /** Asked for and not answered: closed by now, or gone. */
  readonly missing: readonly string[];
  readonly seq: number;
}

export function applyPatch(view: BoardView, patch: BoardPatch): BoardView {
  let next = view;
  for (const card of patch.cards) next = putCard(next, card);
  for (const handoff of patch.missing) next = dropCard(next, handoff);
  const heads = new Map(patch.stages.map((head) => [head.key, head]));
  const stages = keep(
    next.stages,
    next.stages.map((stage) => {
      const head = heads.get(stage.key);
      return head === undefined || sameHead(stage, head) ? stage : { ...stage, ...keepParts(stage, head) };
    }),
  );
  const live = stages.reduce((sum, stage) => sum + stage.count, 0);
  const totals = live === next.totals.live ? next.totals : { ...next.totals, live };
  const seq = Math.max(next.seq, patch.seq);
  return stages === next.stages && totals === next.totals && seq === next.seq
    ? next
    : { ...next, stages, totals, seq };
}

/** Puts a card where it now belongs; an older version than the one shown is ignored. */
export function putCard(view: BoardView, card: HandoffCard): BoardView {
  if (card.state === 'cancelled') return dropCard(view, card.handoff);
  const before = findCard(view, card.handoff);
  if (before !== null && (before.version > card.version || same(before, card))) return view;
  const fresh = before === null ? card : keepParts(before, card);
  const stages = keep(
    view.stages,
    view.stages.map((stage) => {
      const at = stage.cards.findIndex(({ handoff }) => handoff === card.handoff);
      if (stage.key !== card.stage)
        return at < 0 ? stage : { ...stage, cards: stage.cards.filter((_, index) => index !== at) };
      // In place while it stays: nothing moves under a pointer. A newcomer, being the last to move, stands last.
      if (at >= 0) return { ...stage, cards: stage.cards.map((old, index) => (index === at ? fresh : old)) };
      const live = stage.cards.filter(({ closedAt }) => closedAt === null).length;
      return { ...stage, cards: [...stage.cards.slice(0, live), fresh, ...stage.cards.slice(live)] };
    }),
  );
  return withTotals({ ...view, stages, present: presence(view, stages, before, card) }, view, before, card);
}

export function dropCard(view: BoardView, handoff: string): BoardView {
  const before = findCard(view, handoff);
  if (before === null || before.closedAt !== null) return view;
  const stages = keep(
    view.stages,
    view.stages.map((stage) =>
      stage.key === before.stage
        ? { ...stage, cards: stage.cards.filter((card) => card.handoff !== handoff) }
        : stage,
    ),
  );
  return withTotals({ ...view, stages, present: presence(view, stages, before, null) }, view, before, null);
}

/** Another page of a stage's cards, behind those already shown. */
export function appendCards(
  view: BoardView,
  key: string,
  page: { readonly cards: readonly HandoffCard[]; readonly nextCursor: string | null },
): BoardView {
  const known = new Set(view.stages.flatMap(({ cards }) => cards.map(({ handoff }) => handoff)));
  const fresh = page.cards.filter(({ handoff }) => !known.has(handoff));
  return {
    ...view,
    stages: view.stages.map((stage) =>
      stage.key === key
        ? { ...stage, cards: [...stage.cards, ...fresh], nextCursor: page.nextCursor }
        : stage,
    ),
  };
}

export function findCard(view: BoardView, handoff: string): HandoffCard | null {
  for (const stage of view.stages) {
    const card = stage.cards.find((each) => each.handoff === handoff);
    if (card) return card;
  }
  return null;
}

/** What the board shows while the server has not answered yet: the card waits at the stage it was dropped on. */
export function movedCard(
  card: HandoffCard,
  to: string,
  move: 'send' | 'return' | 'route',
  me: ActorView,
  at: string,
) {
  return {
    ...card,
    stage: to,
    state: 'offered' as const,
    giver: me,
    holder: null,
    lastHolder: card.holder ?? card.lastHolder,
    assignee: null,
    leaseUntil: null,
    staleAt: null,
    blocked: null,
    returnedBy: move === 'return' ? me : null,
    returns: card.returns + (move === 'return' ? 1 : 0),
    hops: card.hops + (move === 'return' ? 0 : 1),
    requiredPassed: 0,
    movedAt: at,
  };
}

/** Card and heads after a hop, before the server has said so. */
export function hopCard(view: BoardView, card: HandoffCard, moved: HandoffCard): BoardView {
  const next = putCard(view, moved);
  return {
    ...next,
    stages: next.stages.map((stage) => {
      if (stage.key === moved.stage) return { ...stage, count: stage.count + 1 };
      if (stage.key === card.stage) return { ...stage, count: Math.max(0, stage.count - 1) };
      return stage;
    }),
  };
}

/** Takes a hop back that the server refused, unless a newer version has come meanwhile. @param index place in its stage */
export function unhopCard(view: BoardView, card: HandoffCard, index: number): BoardView {
  const shown = findCard(view, card.handoff);
  if (shown === null || shown.version > card.version || shown.stage === card.stage) return view;
  const next = hopCard(view, shown, card);
  return {
    ...next,
    stages: next.stages.map((stage) => {
      if (stage.key !== card.stage) return stage;
      const others = stage.cards.filter(({ handoff }) => handoff !== card.handoff);
      return { ...stage, cards: [...others.slice(0, index), card, ...others.slice(index)] };
    }),
  };
}

function withTotals(
  next: BoardView,
  view: BoardView,
  before: HandoffCard | null,
  after: HandoffCard | null,
): BoardView {
  const { totals } = view;
  const change = (chip: Chip) => counts(view, after, chip) - counts(view, before, chip);
  const fresh = {
    ...totals,
    needsYou: Math.max(0, totals.needsYou + change('needsYou')),
    stale: Math.max(0, totals.stale + change('stale')),
    blocked: Math.max(0, totals.blocked + change('blocked')),
    // Changed, not counted anew: who is present is a part of those at work.
    agentsAtWork: Math.max(0, totals.agentsAtWork + agentsOf(next) - agentsOf(view)),
  };
  return { ...next, totals: same(totals, fresh) ? totals : fresh };
}

const agentsOf = ({ present }: BoardView) => present.filter(({ kind }) => kind === 'agent').length;

function counts(view: BoardView, card: HandoffCard | null, chip: Chip): 0 | 1 {
  const role = view.stages.find(({ key }) => key === card?.stage)?.role;
  if (card === null || role === undefined) return 0;
  return inChip(card, { me: { id: view.me.actor.id, roles: view.me.roles }, role }, chip) ? 1 : 0;
}

/** Who holds something now, as far as the cards shown can tell. */
function presence(
  view: BoardView,
  stages: readonly BoardStage[],
  before: HandoffCard | null,
  after: HandoffCard | null,
): ActorView[] {
  const was = before?.holder ?? null;
  const is = after?.holder ?? null;
  let present = view.present;
  if (was !== null && was.id !== is?.id) {
    const holdsMore = stages.some(({ cards }) => cards.some(({ holder }) => holder?.id === was.id));
    if (!holdsMore) present = present.filter(({ id }) => id !== was.id);
  }
  if (is !== null && !present.some(({ id }) => id === is.id)) present = [...present, is];
  return present;
}

function keep<T>(before: T[], after: T[]): T[] {
  return before.length === after.length && before.every((item, index) => item === after[index])
    ? before
    : after;
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function sameHead(stage: BoardStage, head: StageHead): boolean {
  const { cards: _cards, nextCursor: _nextCursor, ...shown } = stage;
  return same(shown, { ...shown, ...head });
}

/** The new object, with the old one's equal parts, so that a memo on a part still holds. */
function keepParts<T extends object>(before: T, after: Partial<T> & object): T {
  const kept = { ...before, ...after };
  for (const key of Object.keys(after) as (keyof T)[])
    if (same(before[key], kept[key])) kept[key] = before[key];
  return kept;
}
