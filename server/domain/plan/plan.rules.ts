import type { PlanItemRef, PlanProgress, Tally } from './plan.schema';
import type { ParsedPlan, PlanItem } from './plan.types';

/**
 * A plan file as text, byte order mark included, or null if it is no UTF-8: replacing broken bytes would
 * make the export differ from the file.
 */
export function decodePlan(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/**
 * The source with one mark changed: a single ASCII character between the brackets, so one UTF-8 byte.
 * An item that already is as wanted answers the source itself, so a capital `X` stays one.
 * Throws RangeError if the item was parsed from another source: writing there would damage the text.
 */
export function tickSource(source: string, item: Pick<PlanItem, 'markOffset'>, checked: boolean): string {
  const at = item.markOffset.utf16;
  const box = source.slice(at - 1, at + 2);
  if (at < 1 || !/^\[[ xX]\]$/.test(box)) throw new RangeError('the item has no checkbox in this source');
  if ((box !== '[ ]') === checked) return source;
  return source.slice(0, at) + (checked ? 'x' : ' ') + source.slice(at + 1);
}

export function allItems(plan: Pick<ParsedPlan, 'phases'>): PlanItem[] {
  return plan.phases.flatMap((phase) => [...phase.items]);
}

/** The item with this ordinal or key, or undefined. */
export function findItem(plan: Pick<ParsedPlan, 'phases'>, ref: PlanItemRef): PlanItem | undefined {
  return allItems(plan).find((item) => (typeof ref === 'number' ? item.ordinal === ref : item.key === ref));
}

/** Boxes without boxes below them: work of their own. */
export function leavesOf(items: readonly PlanItem[]): PlanItem[] {
  const parents = new Set(items.map((item) => item.parentKey));
  return items.filter((item) => !parents.has(item.key));
}

/**
 * Counts the boxes of a phase (or of several, concatenated).
 *
 * The percentage counts leaves only. A box with boxes below it is their heading: its work is theirs, so
 * counting it too would weigh the same work twice, and ticking it alone proves nothing about them. It
 * still is a box of its own in the file, counted under `boxes`, `topLevel` or `nested`.
 * Rounded down, so that 100 means every leaf; a phase without boxes is at 0.
 */
export function progress(phase: { readonly items: readonly PlanItem[] }): PlanProgress {
  const leaves = tally(leavesOf(phase.items));
  const primary = phase.items.filter((item) => item.section === 'primary');
  return {
    leaves,
    percent: percentOf(leaves),
    boxes: tally(phase.items),
    topLevel: tally(primary.filter((item) => item.parentKey === null)),
    nested: tally(primary.filter((item) => item.parentKey !== null)),
    secondary: tally(phase.items.filter((item) => item.section === 'secondary')),
  };
}

/** Rounded down, so that 100 means every leaf; 0 where there is none. */
export const percentOf = ({ checked, total }: Tally): number =>
  total === 0 ? 0 : Math.floor((checked * 100) / total);

/** Of several phases together. */
export function sumProgress(parts: readonly PlanProgress[]): PlanProgress {
  const sum = (name: Exclude<keyof PlanProgress, 'percent'>): Tally => ({
    checked: parts.reduce((all, part) => all + part[name].checked, 0),
    total: parts.reduce((all, part) => all + part[name].total, 0),
  });
  const leaves = sum('leaves');
  return {
    leaves,
    percent: percentOf(leaves),
    boxes: sum('boxes'),
    topLevel: sum('topLevel'),
    nested: sum('nested'),
    secondary: sum('secondary'),
  };
}

function tally(items: readonly PlanItem[]): Tally {
  return { checked: items.filter((item) => item.checked).length, total: items.length };
}

/** The names of a technologies line: split at commas and semicolons outside brackets, final full stop dropped. */
export function technologyNames(line: string): string[] {
  const names: string[] = [];
  let depth = 0;
  let name = '';
  for (const character of line) {
    if (character === '(' || character === '[') depth += 1;
    if (character === ')' || character === ']') depth = Math.max(0, depth - 1);
    if (depth === 0 && (character === ',' || character === ';')) {
      names.push(name);
      name = '';
    } else {
      name += character;
    }
  }
  names.push(name);
  const clean = names.map((each) => each.trim());
  const last = clean.at(-1);
  if (last?.endsWith('.')) clean[clean.length - 1] = last.slice(0, -1).trim();
  return [...new Set(clean.filter((each) => each !== ''))];
}

/**
 * Ten hexadecimal digits of a text and where it stands, equal for texts that differ in case, spacing or
 * Unicode form only. Two FNV-1a runs; no secret and no proof, only a name that survives a re-import.
 */
export function itemFingerprint(scope: string, text: string): string {
  const normal = `${scope}\n${text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim()}`;
  let low = 0x811c9dc5;
  let high = 0x1b873593;
  for (let index = 0; index < normal.length; index += 1) {
    const unit = normal.charCodeAt(index);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ (unit + index), 0x01000193);
  }
  const hex = (value: number) => (value >>> 0).toString(16).padStart(8, '0');
  return hex(low) + hex(high).slice(0, 2);
}

/** The number of UTF-8 bytes of a well-formed text, without building them; an unpaired surrogate counts 3. */
export function utf8Length(text: string, from = 0, to = text.length): number {
  let bytes = 0;
  for (let index = from; index < to; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else if (isPair(unit, text.charCodeAt(index + 1)) && index + 1 < to) {
      bytes += 4;
      index += 1;
    } else bytes += 3;
  }
  return bytes;
}

function isPair(high: number, low: number): boolean {
  return high >= 0xd800 && high <= 0xdbff && low >= 0xdc00 && low <= 0xdfff;
}
