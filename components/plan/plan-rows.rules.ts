import type { PlanItemLink, PlanItemView } from '@/server/domain/plan/plan.schema';

/** What a bar shows of the leaves below something. */
export interface Parts {
  readonly total: number;
  readonly verified: number;
  readonly moving: number;
  readonly waiting: number;
}

export type PlanRow =
  | { readonly kind: 'section'; readonly id: string; readonly title: string }
  | {
      readonly kind: 'group';
      readonly id: string;
      readonly item: PlanItemView;
      readonly parts: Parts;
      readonly folded: boolean;
    }
  | { readonly kind: 'item'; readonly id: string; readonly item: PlanItemView };

type LinkLook = 'done' | 'cancelled' | 'waiting' | 'asked' | 'moving' | 'offered';

export function linkLook(link: PlanItemLink): LinkLook {
  if (link.state === 'done' || link.state === 'cancelled') return link.state;
  if (link.returned || link.stale) return 'waiting';
  if (link.state === 'input_required') return 'asked';
  return link.state === 'active' ? 'moving' : 'offered';
}

/** Where a leaf stands: an open one takes the look of the handoff that needs somebody most. */
function partOf(item: PlanItemView): 'verified' | 'waiting' | 'moving' | 'open' {
  if (item.checked) return 'verified';
  const looks = item.links.map(linkLook);
  if (looks.includes('waiting') || looks.includes('asked')) return 'waiting';
  return looks.includes('moving') || looks.includes('offered') ? 'moving' : 'open';
}

const NOTHING: Parts = { total: 0, verified: 0, moving: 0, waiting: 0 };

function add(parts: Parts, item: PlanItemView): Parts {
  const part = partOf(item);
  return {
    total: parts.total + 1,
    verified: parts.verified + (part === 'verified' ? 1 : 0),
    moving: parts.moving + (part === 'moving' ? 1 : 0),
    waiting: parts.waiting + (part === 'waiting' ? 1 : 0),
  };
}

/** Of each item with items below it, by its key: the leaves below, however deep. Items come in the order of the file. */
function partsByGroup(items: readonly PlanItemView[]): ReadonlyMap<string, Parts> {
  const parents = new Map(items.map(({ key, parent }) => [key, parent]));
  const parts = new Map<string, Parts>();
  for (const item of items) {
    if (!item.leaf) continue;
    for (let up = item.parent; up !== null; up = parents.get(up) ?? null)
      parts.set(up, add(parts.get(up) ?? NOTHING, item));
  }
  return parts;
}

export const sumParts = (items: readonly PlanItemView[]): Parts =>
  items.filter(({ leaf }) => leaf).reduce(add, NOTHING);

const holds = (item: PlanItemView, words: string) =>
  item.text.toLocaleLowerCase().includes(words) ||
  item.links.some(({ handoff }) => handoff.toLocaleLowerCase() === words);

/**
 * The lines of the list, top to bottom. A search shows what matches and what it stands under, folded or not.
 *
 * @param folded keys of groups whose items are hidden
 */
export function planRows(
  items: readonly PlanItemView[],
  folded: ReadonlySet<string>,
  search: string,
): PlanRow[] {
  const words = search.trim().toLocaleLowerCase();
  const parts = partsByGroup(items);
  const parents = new Map(items.map(({ key, parent }) => [key, parent]));
  const above = function* (item: PlanItemView) {
    for (let up = item.parent; up !== null; up = parents.get(up) ?? null) yield up;
  };
  const found = new Set<string>();
  if (words !== '') {
    for (const item of items) {
      if (!holds(item, words)) continue;
      found.add(item.key);
      for (const up of above(item)) found.add(up);
    }
  }
  const shown = (item: PlanItemView): boolean => {
    if (words !== '') return found.has(item.key);
    for (const up of above(item)) if (folded.has(up)) return false;
    return true;
  };
  const rows: PlanRow[] = [];
  let section = '';
  for (const item of items) {
    if (!shown(item)) continue;
    const here =
      item.section === 'secondary' ? `secondary ${item.sectionTitle ?? ''}` : (item.sectionTitle ?? '');
    if (here !== section && here !== '')
      rows.push({ kind: 'section', id: `section-${item.key}`, title: item.sectionTitle ?? '' });
    section = here;
    rows.push(
      item.leaf
        ? { kind: 'item', id: item.key, item }
        : {
            kind: 'group',
            id: item.key,
            item,
            parts: parts.get(item.key) ?? NOTHING,
            folded: words === '' && folded.has(item.key),
          },
    );
  }
  return rows;
}

/** The line a key leads to: section heads are passed by. */
export function stepTo(rows: readonly PlanRow[], from: number, by: 1 | -1): number {
  for (let at = from + by; at >= 0 && at < rows.length; at += by) if (rows[at]?.kind !== 'section') return at;
  return from;
}

export type KeyAct =
  | { readonly kind: 'go'; readonly to: number }
  | { readonly kind: 'fold'; readonly folded: boolean }
  | { readonly kind: 'tick' | 'link' | 'create' | 'open' };

const ACTS: Readonly<Record<string, KeyAct>> = {
  Space: { kind: 'tick' },
  KeyL: { kind: 'link' },
  KeyH: { kind: 'create' },
  Enter: { kind: 'open' },
};

/** What a key does on the line that has the focus, by `KeyboardEvent.code`; null where it is nobody's. */
export function keyAct(code: string, rows: readonly PlanRow[], at: number): KeyAct | null {
  const row = rows[at];
  if (row === undefined || row.kind === 'section') return null;
  switch (code) {
    case 'ArrowDown':
    case 'KeyJ':
      return { kind: 'go', to: stepTo(rows, at, 1) };
    case 'ArrowUp':
    case 'KeyK':
      return { kind: 'go', to: stepTo(rows, at, -1) };
    case 'Home':
      return { kind: 'go', to: stepTo(rows, -1, 1) };
    case 'End':
      return { kind: 'go', to: stepTo(rows, rows.length, -1) };
    case 'ArrowRight':
      return row.kind === 'group' && row.folded ? { kind: 'fold', folded: false } : null;
    case 'ArrowLeft': {
      if (row.kind === 'group' && !row.folded) return { kind: 'fold', folded: true };
      const above = rows.findIndex(({ id }) => id === row.item.parent);
      return above < 0 ? null : { kind: 'go', to: above };
    }
    default:
      return ACTS[code] ?? null;
  }
}
