import type { CardView } from '@/components/board/card-state';
import type { InboxList, InboxRow } from '@/server/domain/inbox/inbox.schema';

export type Tab = 'all' | 'question' | 'returned' | 'stale' | 'offered';
export const TABS: readonly Tab[] = ['all', 'question', 'returned', 'stale', 'offered'];

/** How many each tab holds. */
export function countsOf({ counts }: Pick<InboxList, 'counts'>): Record<Tab, number> {
  return { ...counts, all: Object.values(counts).reduce((sum, count) => sum + count, 0) };
}

export function rowsOf({ rows }: Pick<InboxList, 'rows'>, tab: Tab): readonly InboxRow[] {
  return tab === 'all' ? rows : rows.filter(({ kind }) => kind === tab);
}

/** The row that J or K leads to; the first one where none is chosen or the chosen one has gone. */
export function walkRows(rows: readonly InboxRow[], chosen: string | null, step: 1 | -1): string | null {
  const at = rows.findIndex(({ card }) => card.handoff === chosen);
  const next = at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step));
  return rows[next]?.card.handoff ?? null;
}

type Stage = { readonly key: string; readonly role: CardView['role'] };

/** What a card needs to draw its lane; a stage that is not known yet is drawn without a role's name. */
export function viewOf(card: InboxRow['card'], me: InboxList['me'], stages: readonly Stage[]): CardView {
  const at = stages.findIndex(({ key }) => key === card.stage);
  const role = stages[at]?.role ?? NOBODY;
  return { me, role, nextRole: stages[at + 1]?.role ?? null };
}

const NOBODY: CardView['role'] = { key: '', name: { en: '', ru: '' }, icon: 'user' };
