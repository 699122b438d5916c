import type { CardView } from '@/components/board/card-state';
import { NUDGE_PAUSE_SECONDS } from '@/server/domain/handoff/handoff.rules';
import type { InboxList, InboxRow } from '@/server/domain/inbox/inbox.schema';

export const TABS = ['all', 'question', 'mention', 'nudged', 'returned', 'stale', 'offered'] as const;
export type Tab = (typeof TABS)[number];

/** How many each tab holds. */
export function countsOf({ counts }: Pick<InboxList, 'counts'>): Record<Tab, number> {
  return { ...counts, all: Object.values(counts).reduce((sum, count) => sum + count, 0) };
}

export function rowsOf({ rows }: Pick<InboxList, 'rows'>, tab: Tab): readonly InboxRow[] {
  return tab === 'all' ? rows : rows.filter(({ kind }) => kind === tab);
}

/** The list without rows that are on their way out, and counted so. */
export function withoutGone(list: InboxList, gone: ReadonlySet<string>): InboxList {
  if (gone.size === 0) return list;
  const counts = { ...list.counts };
  const rows = list.rows.filter((row) => {
    const leaves = gone.has(standOf(row));
    if (leaves && row.kind !== 'others') counts[row.kind] = Math.max(0, counts[row.kind] - 1);
    return !leaves;
  });
  return { ...list, rows, counts };
}

/** A row as it stood when something was done to it. */
export const standOf = ({ card }: InboxRow) => `${card.handoff} ${card.version}`;

/** The row that J or K leads to; the first one where none is chosen or the chosen one has gone. */
export function walkRows(rows: readonly InboxRow[], chosen: string | null, step: 1 | -1): string | null {
  const at = rows.findIndex(({ card }) => card.handoff === chosen);
  const next = at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step));
  return rows[next]?.card.handoff ?? null;
}

/** The row that takes the place of one that leaves: the next one, else the one before it. */
export function rowAfter(rows: readonly InboxRow[], leaving: string): string | null {
  const at = rows.findIndex(({ card }) => card.handoff === leaving);
  return (rows[at + 1] ?? rows[at - 1])?.card.handoff ?? null;
}

export type Act = 'claim' | 'answer' | 'reply' | 'nudge' | 'route' | 'open';

type Stage = { readonly key: string; readonly role: CardView['role'] };

/**
 * What a row offers, the one thing to do first. Which of it is allowed the server says when it is done; this only leaves
 * out what would make no sense to the reader: to claim what another role takes, to re-route without being a lead.
 */
export function actsOf(row: InboxRow, me: InboxList['me'], stages: readonly Stage[]): readonly Act[] {
  if (me.permission === 'viewer') return [row.kind === 'mention' ? 'reply' : 'open'];
  const { card, kind } = row;
  const role = stages.find(({ key }) => key === card.stage)?.role.key;
  const works = role === undefined || me.roles.includes(role);
  const free = card.state === 'offered' && (card.assignee === null || card.assignee.id === me.id);
  const open = card.closedAt === null;
  const lead = me.permission === 'lead' || me.permission === 'admin';
  const own = card.holder?.id === me.id && card.state === 'active';
  const all: readonly (Act | false)[] = [
    kind === 'question' && 'answer',
    kind === 'mention' && 'reply',
    kind === 'nudged' && 'open',
    kind === 'others' && open && 'nudge',
    free && works && kind !== 'others' && 'claim',
    kind === 'stale' && lead && 'route',
    'open',
    open && !own && kind !== 'question' && !(free && card.assignee?.id === me.id) && 'nudge',
    open && lead && 'route',
  ];
  return [...new Set(all.filter((act) => act !== false))];
}

/** Whether the reader reminded of it so lately that it would be refused. `now` in ms since 1970. */
export function nudgedLately({ nudge }: InboxRow, me: string, now: number): boolean {
  return nudge !== null && nudge.by.id === me && now - Date.parse(nudge.at) < NUDGE_PAUSE_SECONDS * 1000;
}

/** What a card needs to draw its lane; a stage that is not known yet is drawn without a role's name. */
export function viewOf(card: InboxRow['card'], me: InboxList['me'], stages: readonly Stage[]): CardView {
  const at = stages.findIndex(({ key }) => key === card.stage);
  const role = stages[at]?.role ?? NOBODY;
  return { me, role, nextRole: stages[at + 1]?.role ?? null };
}

const NOBODY: CardView['role'] = { key: '', name: { en: '', ru: '' }, icon: 'user' };
