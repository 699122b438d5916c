import type { BoardStage } from '@/server/domain/board/board.schema';
import type { HandoffCard } from '@/server/domain/handoff/handoff.schema';
import { type CardView, cardState } from './card-state';

export type Chip = 'needsYou' | 'stale' | 'blocked';

export interface CardFilter {
  readonly text: string;
  readonly chip: Chip | null;
}

/** @param now milliseconds, by the server's clock */
export function passes(card: HandoffCard, view: CardView, filter: CardFilter, now: number): boolean {
  if (filter.chip !== null) {
    const state = cardState(card, view, now);
    if (filter.chip === 'needsYou' ? !state.needsMe : state.kind !== filter.chip) return false;
  }
  const words = filter.text.trim().toLowerCase();
  if (words === '') return true;
  const text = [
    card.handoff,
    card.title,
    card.mode,
    card.branch,
    card.holder?.name,
    card.assignee?.name,
    card.author.name,
    ...card.labels,
  ]
    .filter(Boolean)
    .join('\n')
    .toLowerCase();
  return words.split(/\s+/).every((word) => text.includes(word));
}

/** What the reader and the stage add to the cards that stand there. */
export function stageView(
  stages: readonly BoardStage[],
  routes: readonly { readonly from: string; readonly to: string; readonly kind: string }[],
  key: string,
  me: CardView['me'],
): CardView | null {
  const stage = stages.find((each) => each.key === key);
  if (stage === undefined) return null;
  const next = routes.find(({ from, kind }) => from === key && kind !== 'return');
  return { me, role: stage.role, nextRole: stages.find((each) => each.key === next?.to)?.role ?? null };
}
