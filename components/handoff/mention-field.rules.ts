/** The name that is being typed: where its sign stands, and what follows up to the caret. */
export interface Typed {
  readonly from: number;
  readonly query: string;
}

/** Longest part of a name that is still taken for one. */
const LONGEST = 40;
const SHOWN = 6;

/** The mention the caret stands in; null where it stands in none. An address before the sign is none. */
export function typedAt(text: string, caret: number): Typed | null {
  const before = text.slice(Math.max(0, caret - LONGEST - 2), caret);
  const from = before.lastIndexOf('@');
  if (from < 0 || /[\p{L}\p{N}\p{M}_.+\-/@\\]/u.test(before.charAt(from - 1))) return null;
  const query = before.slice(from + 1);
  if (/[\n@`]/.test(query) || query.startsWith(' ') || query.length > LONGEST) return null;
  return { from: caret - query.length - 1, query };
}

/** Names that what was typed may become: those that begin with it first, then those of which a later word does. */
export function namesFor(query: string, names: readonly string[]): readonly string[] {
  const wanted = query.toLowerCase();
  const rank = (name: string) => {
    const folded = name.toLowerCase();
    if (folded === wanted) return 3;
    if (folded.startsWith(wanted)) return 0;
    return folded.split(/[\s\-_.]+/).some((word) => word.startsWith(wanted)) ? 1 : 2;
  };
  const fits = names.map((name) => ({ name, rank: rank(name) }));
  // Once a name is complete and nothing longer fits, there is nothing left to offer.
  return fits
    .filter((each) => each.rank < 2)
    .toSorted((a, b) => a.rank - b.rank || a.name.localeCompare(b.name))
    .slice(0, SHOWN)
    .map(({ name }) => name);
}

/** The text with the name put in, and where the caret stands then. */
export function withName(text: string, typed: Typed, name: string): { text: string; caret: number } {
  const end = typed.from + 1 + typed.query.length;
  const rest = text.slice(end);
  const written = `${text.slice(0, typed.from)}@${name}`;
  const gap = /^[\s.,;:!?)]/.test(rest) ? '' : ' ';
  return { text: `${written}${gap}${rest}`, caret: written.length + 1 };
}
