import type { PlanIssue } from './plan.schema';
import type { PlanItem } from './plan.types';

/** One item as it is stored, with the links that hang on it. */
export interface StoredItem {
  readonly key: string;
  readonly text: string;
  readonly checked: boolean;
  readonly openLinks: number;
  readonly handoffs: readonly string[];
}

/** What a file changes in the plan it replaces. Items are the same where their text and their place in the tree are. */
export interface ImportChanges {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly checked: readonly string[];
  readonly opened: readonly string[];
  /** Links of items that are kept, and of items that go. */
  readonly linksKept: number;
  readonly linksLost: number;
}

export function compareItems(stored: readonly StoredItem[], items: readonly PlanItem[]): ImportChanges {
  const before = new Map(stored.map((item) => [item.key, item]));
  const after = new Set(items.map((item) => item.key));
  const turned = items.filter(({ key, checked }) => (before.get(key)?.checked ?? checked) !== checked);
  const links = (kept: boolean) =>
    stored
      .filter(({ key }) => after.has(key) === kept)
      .reduce((sum, { handoffs }) => sum + handoffs.length, 0);
  return {
    added: items.filter(({ key }) => !before.has(key)).map(({ text }) => text),
    removed: stored.filter(({ key }) => !after.has(key)).map(({ text }) => text),
    checked: turned.filter(({ checked }) => checked).map(({ text }) => text),
    opened: turned.filter(({ checked }) => !checked).map(({ text }) => text),
    linksKept: links(true),
    linksLost: links(false),
  };
}

/** Texts shown of each kind; the counts tell the rest. */
const SHOWN = 8;
const TEXT = 160;

export const clip = (text: string, most = TEXT): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;

export const counted = (texts: readonly string[]) => ({
  count: texts.length,
  first: texts.slice(0, SHOWN).map((text) => clip(text)),
});

/** Issues as they are shown: the first ones, each with the start of its line. */
export const shownIssues = (issues: readonly PlanIssue[], most: number): PlanIssue[] =>
  issues.slice(0, most).map((issue) => ({ ...issue, text: clip(issue.text, 120) }));
