import type { HandoffCard } from '@/server/domain/handoff/handoff.schema';
import { type CardView, needsMe } from './card-state';

export type Chip = 'needsYou' | 'stale' | 'blocked';

export interface CardFilter {
  readonly text: string;
  readonly chip: Chip | null;
}

/** Whether a chip counts the card; the server counts its totals alike. */
export function inChip(card: HandoffCard, view: Pick<CardView, 'me' | 'role'>, chip: Chip): boolean {
  if (card.closedAt !== null) return false;
  if (chip === 'needsYou') return needsMe(card, view);
  return chip === 'stale' ? card.staleAt !== null : card.blocked !== null;
}

export function passes(card: HandoffCard, view: CardView, filter: CardFilter): boolean {
  if (filter.chip !== null && !inChip(card, view, filter.chip)) return false;
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
