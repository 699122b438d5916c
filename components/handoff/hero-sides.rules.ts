import type { CardKind } from '@/components/board/card-state';
import type { ActorView, HandoffCard } from '@/server/domain/handoff/handoff.schema';

/** One end of the header's lane: somebody, or an open place for a role. */
export type HeroSide =
  | {
      readonly kind: 'actor';
      readonly actor: ActorView;
      readonly words: 'gives' | 'hasIt' | 'hadItLast' | 'lostIt' | 'returnedIt';
      /** From when it counts; null for a giver, who is told by owner or kind instead. */
      readonly since: string | null;
      /** Whether the time since then is still running. */
      readonly running: boolean;
      readonly leased: boolean;
      readonly lost: boolean;
    }
  | { readonly kind: 'slot'; readonly words: 'waitsFor' | 'next'; readonly calm: boolean };

type Actor = Extract<HeroSide, { kind: 'actor' }>;

/** The ends of the lane as the grammar of the hand-over draws them: a return runs leftwards, a gate keeps the holder left. */
export function heroSides(
  card: HandoffCard,
  kind: CardKind,
  /** When the present holder took it. */
  since: string,
): { readonly left: HeroSide; readonly right: HeroSide } {
  const gives = side(card.giver, 'gives', null);
  const waits: HeroSide = { kind: 'slot', words: 'waitsFor', calm: false };
  const holds = card.holder === null ? null : { ...side(card.holder, 'hasIt', since), leased: true };
  if (kind === 'done' || kind === 'cancelled') {
    const last = card.lastHolder ?? card.giver;
    return {
      left: gives,
      right: { ...side(last, 'hadItLast', card.closedAt ?? card.movedAt), running: false },
    };
  }
  if (kind === 'blocked') return { left: holds ?? gives, right: { kind: 'slot', words: 'next', calm: true } };
  if (kind === 'returned') {
    const back = side(card.returnedBy ?? card.giver, 'returnedIt', card.movedAt);
    return { left: waits, right: { ...back, running: false } };
  }
  if (kind === 'stale' && card.lastHolder !== null) {
    return {
      left: gives,
      right: { ...side(card.lastHolder, 'lostIt', card.staleAt ?? card.movedAt), lost: true },
    };
  }
  return { left: gives, right: holds ?? waits };
}

function side(actor: ActorView, words: Actor['words'], since: string | null): Actor {
  return { kind: 'actor', actor, words, since, running: since !== null, leased: false, lost: false };
}
