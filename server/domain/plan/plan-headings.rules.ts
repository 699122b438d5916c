/** Which headings of a plan mean what, in Russian and in English. Pure, and linear in the text's length. */

export type HeadingMeaning =
  | { readonly kind: 'phase'; readonly number: number; readonly title: string }
  /** Begins with the word for a phase, but no usable number follows. */
  | { readonly kind: 'phase-without-number' }
  | { readonly kind: 'goals' | 'technologies' }
  | { readonly kind: 'checklist' | 'secondary'; readonly title: string | null }
  | { readonly kind: 'other' };

/** Longer text is no heading of ours; the cap also keeps the expressions below cheap. */
const HEADING_MAX = 500;

const PHASE = /^(?:фаза|phase)\s*[№#]?\s*(\d{1,4})(?![\d.,]*\d)(?:\s*[.:)|–—-]+\s*|\s+|$)(.*)$/iu;
const PHASE_WORD = /^(?:фаза|phase)(?![\p{L}\p{N}])/iu;
const GOALS = /^(?:цели|цель|goals?|objectives?)$/iu;
const TECHNOLOGIES = /^(?:технологии|технологический стек|technolog(?:ies|y)|tech(?:nology)? stack)$/iu;
const CHECKLIST = /^(?:чек-?лист|check-?list)$/iu;
const SECONDARY = /^(?:вторичный|дополнительный|secondary|additional)\s+(?:чек-?лист|check-?list)$/iu;

export function readHeading(heading: string): HeadingMeaning {
  const text = stripDecoration(heading.slice(0, HEADING_MAX).normalize('NFC'));
  const phase = PHASE.exec(text);
  if (phase) return { kind: 'phase', number: Number(phase[1]), title: stripDecoration(phase[2] ?? '') };
  if (PHASE_WORD.test(text)) return { kind: 'phase-without-number' };

  const colon = text.indexOf(':');
  const label = stripDecoration(colon === -1 ? text : text.slice(0, colon));
  const rest = colon === -1 ? '' : stripDecoration(text.slice(colon + 1));
  if (SECONDARY.test(label)) return { kind: 'secondary', title: rest === '' ? null : rest };
  if (CHECKLIST.test(label)) return { kind: 'checklist', title: rest === '' ? null : rest };
  if (rest === '' && GOALS.test(label)) return { kind: 'goals' };
  if (rest === '' && TECHNOLOGIES.test(label)) return { kind: 'technologies' };
  return { kind: 'other' };
}

/**
 * What a paragraph's line says if it was meant as a heading: `##Phase 2` (no space after the signs, so
 * Markdown reads a paragraph). Null for ordinary text and for a lone `#tag`.
 */
export function readBrokenHeading(line: string): HeadingMeaning | null {
  const match = /^(#{1,6})(?![#\s])(.*)$/u.exec(line.slice(0, HEADING_MAX));
  if (!match) return null;
  const meaning = readHeading(match[2] ?? '');
  return match[1] === '#' && meaning.kind === 'other' ? null : meaning;
}

/** Whether a line of prose is exactly what a phase heading would say, such as `**Phase 2. Search**`. */
export function looksLikePhaseHeading(line: string): boolean {
  const text = line.slice(0, HEADING_MAX).normalize('NFC');
  return /^[*_]{0,3}(?:фаза|phase)\s*\d{1,4}\s*[.:]\s*\p{Lu}/iu.test(text) && !/[.!?;,]$/u.test(text);
}

/** Without surrounding spaces and emphasis signs; a loop, since `x+$` is quadratic on hostile text. */
function stripDecoration(text: string): string {
  const decoration = ' \t*_`~#';
  let start = 0;
  let end = text.length;
  while (start < end && decoration.includes(text.charAt(start))) start += 1;
  while (end > start && decoration.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}
