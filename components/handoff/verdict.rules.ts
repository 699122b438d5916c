import type {
  ChecklistItemView,
  ChecklistView,
  HandoffCard,
  HandoffDetail,
} from '@/server/domain/handoff/handoff.schema';

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
  if (!item.required || item.state === 'not_applicable') return null;
  if (item.state === 'failed') return 'failed';
  if (item.stale) return 'stale';
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

/** Artifacts of the package that are present, in their fixed order; the header baton has a segment for each. */
export function packageParts(
  pack: HandoffDetail['package'],
): readonly { part: PackagePart; present: boolean }[] {
  return PACKAGE_PARTS.map((part) => {
    const value = pack[part];
    const present =
      typeof value === 'string' ? value.trim() !== '' : value !== undefined && Object.keys(value).length > 0;
    return { part, present };
  });
}

export const PACKAGE_PARTS = ['summary', 'lessons', 'checklist', 'audit', 'metadata'] as const;
export type PackagePart = (typeof PACKAGE_PARTS)[number];
