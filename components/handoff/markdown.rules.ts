/** Longest text that is parsed, in UTF-16 units; the server stores no longer fields. */
export const MARKDOWN_LIMIT = 16_000;

/**
 * Signs that make a Markdown parser go back and forth, with how many of them one text may hold. Parsing time grows with
 * the square of their number or worse (16 kB of `*_` took 20 s), while honest texts stay far below these counts.
 */
const BUDGETS: readonly (readonly [sign: RegExp, most: number])[] = [
  [/[*_~]/g, 1200],
  [/[[\]]/g, 500],
  [/\|/g, 900],
  [/[<>]/g, 400],
  [/`/g, 800],
  [/\\/g, 400],
  [/@|www\.|https?:/g, 120],
  [/&/g, 400],
  [/\n/g, 700],
];

/** Emphasis signs within one paragraph: that is where their pairing is searched. */
const EMPHASIS_A_BLOCK = 240;
/** Quotes and lists inside each other at the head of a line. */
const NESTING = 8;
const CONTAINERS = /^(?:[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t])))+/gm;

/** Whether a text can be parsed at once without holding up the page; if not it is shown as it was written. */
export function isCheapMarkdown(text: string): boolean {
  if (text.length > MARKDOWN_LIMIT) return false;
  for (const [sign, most] of BUDGETS) {
    if (count(text, sign) > most) return false;
  }
  for (const block of text.split(/\n[ \t]*\n/)) {
    if (count(block, /[*_~]/g) > EMPHASIS_A_BLOCK) return false;
  }
  for (const [head] of text.matchAll(CONTAINERS)) {
    if (count(head, />|[-+*]|[.)]/g) > NESTING) return false;
  }
  return deepestIndent(text) <= 40;
}

function count(text: string, sign: RegExp): number {
  let found = 0;
  for (const _ of text.matchAll(sign)) found += 1;
  return found;
}

/** Indentation makes nested lists as well; in columns, a tab counting four. */
function deepestIndent(text: string): number {
  let deepest = 0;
  for (const [, indent = ''] of text.matchAll(/^([ \t]+)(?=[-+*>]|\d)/gm)) {
    deepest = Math.max(deepest, indent.replaceAll('\t', '    ').length);
  }
  return deepest;
}
