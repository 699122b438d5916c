import type {
  ChecklistItemView,
  ChecklistView,
  HandoffCard,
  HandoffDetail,
} from '@/server/domain/handoff/handoff.schema';
import { PACKAGE_PARTS } from '@/server/domain/handoff/package.rules';

/** Why one required item keeps a handoff where it is. */
export type Gap = 'failed' | 'stale' | 'evidence' | 'open';

export interface Verdict {
  readonly kind: 'keeps' | 'clear' | 'waits' | 'lapsed' | 'asked' | 'done' | 'cancelled';
  readonly total: number;
  readonly counts: Readonly<Record<Gap, number>>;
}

/** Evidence still missing, in pieces. */
export function evidenceMissing(item: ChecklistItemView): number {
  if (item.evidenceMin === 0) return 0;
  const fitting =
    item.evidenceKinds.length === 0
      ? item.evidence.length
      : item.evidence.filter(({ kind }) => item.evidenceKinds.includes(kind)).length;
  return Math.max(0, item.evidenceMin - fitting);
}

/** The one reason shown for an item: the strongest that applies; null where nothing is missing. */
export function gapOf(item: ChecklistItemView): Gap | null {
  if (!item.required) return null;
  if (item.state === 'failed') return 'failed';
  if (item.stale && item.state !== 'open') return 'stale';
  if (item.state === 'not_applicable') return null;
  if (evidenceMissing(item) > 0) return 'evidence';
  return item.state === 'open' ? 'open' : null;
}

export function currentChecklists(
  detail: Pick<HandoffDetail, 'card' | 'checklists'>,
): readonly ChecklistView[] {
  return detail.checklists.filter(({ stage }) => stage === detail.card.stage);
}

/** What keeps a handoff where it stands, in numbers; the sentence is made from it. */
export function verdictOf(detail: Pick<HandoffDetail, 'card' | 'checklists'>): Verdict {
  const counts = { failed: 0, stale: 0, evidence: 0, open: 0 };
  for (const item of currentChecklists(detail).flatMap(({ items }) => items)) {
    const gap = gapOf(item);
    if (gap !== null) counts[gap] += 1;
  }
  const total = counts.failed + counts.stale + counts.evidence + counts.open;
  return { kind: kindOf(detail.card, total), total, counts };
}

function kindOf(card: HandoffCard, total: number): Verdict['kind'] {
  if (card.state === 'done' || card.state === 'cancelled') return card.state;
  if (card.state === 'input_required') return 'asked';
  if (card.state === 'offered' && card.staleAt !== null) return 'lapsed';
  if (total > 0) return 'keeps';
  return card.state === 'offered' ? 'waits' : 'clear';
}

/** How often the handoff has come to the stage where it stands, the first time included. */
export function roundOf(detail: Pick<HandoffDetail, 'card' | 'transfers'>): number {
  return Math.max(
    1,
    detail.transfers.filter(
      ({ to, from, kind }) => to === detail.card.stage && (from !== to || kind === 'create'),
    ).length,
  );
}

/**
 * Items that are computed from the package carry no tick of their own: their state follows from how complete the
 * package is, so that the panel and the gate never differ.
 */
export function withComputed(detail: HandoffDetail): HandoffDetail {
  const passed = detail.packageScore >= PACKAGE_PARTS;
  return {
    ...detail,
    checklists: detail.checklists.map((list) => ({
      ...list,
      items: list.items.map((item) =>
        item.kind === 'auto'
          ? { ...item, state: passed ? ('passed' as const) : ('open' as const), stale: false }
          : item,
      ),
    })),
  };
}
