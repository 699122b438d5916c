import { join } from './input-guard';

/*
 * Turns a payload into one text to search and turns ranges of that text back into paths. One long text costs a
 * thirtieth of forty short ones, because each search sets up some thirty rules first.
 */

/** Where something was found; never what. Offsets are UTF-16 units of the original string at `path`. */
export interface Place {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

export interface SearchText {
  readonly text: string;
  /** The place of a range; a range that runs over its string's end is cut there. */
  place(start: number, end: number): Place;
}

interface Piece {
  readonly text: string;
  /** The place of a range of this text. */
  readonly place: (start: number, end: number) => Place;
}

/** NUL cannot occur in input, and no rule looks past it: nothing is found across two strings. */
const SEPARATOR = '\n\0\n';

/** A value is searched together with its name where the name says what it is. */
const TELLING_NAME = /(?:pass(?:word|wd|phrase)|secret|api[_-]?key|private[_-]?key|пароль)$/i;

/** A key shorter than this holds no secret worth the name. */
const MIN_KEY = 16;

/** Invisible: zero-width and formatting signs, variation selectors, fillers that show as nothing. */
const INVISIBLE = /\u034F|[\p{Cf}\p{Variation_Selector}\u115F\u1160\u3164\uFFA0]/u;

/** ASCII and Cyrillic stay as they are under NFKC and hold nothing invisible: most text needs no closer look. */
const NEEDS_CLEANING = /[^\n\r\t\x20-\x7e\u0400-\u045f]/;

/** Every string (and long key) of a payload, cleaned. */
export function payloadText(value: unknown): SearchText {
  return joined(collect(value));
}

/** What the base64 in a text says, one layer deep; a find in it is placed on the whole run. */
export function decodedText(search: SearchText, runs: readonly Run[]): SearchText {
  const pieces: Piece[] = [];
  const add = (start: number, encoded: string) => {
    const text = decodeBase64(encoded);
    const where = search.place(start, start + encoded.length);
    if (text !== undefined) pieces.push({ text, place: () => where });
  };
  for (const { start, end } of runs) {
    const run = search.text.slice(start, end);
    // Hashes and ids are what most long runs are, and no text encodes to sixteen kinds of characters.
    if (HEX.test(run)) continue;
    for (const part of stretches(run, MIN_BASE64)) add(start + part.start, run.slice(part.start, part.end));
  }
  if (runs.some(({ start, end }) => end - start >= WRAP)) {
    for (const block of search.text.matchAll(WRAPPED_BASE64)) add(block.index, block[0]);
  }
  return joined(pieces);
}

const HEX = /^[0-9a-f.-]+$/i;
const MIN_BASE64 = 20;
/** Narrowest line that encoders wrap at. */
const WRAP = 60;
const WRAPPED_BASE64 = /(?:(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{60,76}\r?\n)+[A-Za-z0-9+/_-]{1,76}={0,2}/g;

function joined(pieces: readonly Piece[]): SearchText {
  const starts: number[] = [];
  let length = 0;
  for (const piece of pieces) {
    starts.push(length);
    length += piece.text.length + SEPARATOR.length;
  }
  return {
    // The search has switches of its own that a text could carry; same length, so ranges stay right.
    text: pieces
      .map((piece) => piece.text)
      .join(SEPARATOR)
      .replaceAll('secretlint-', 'secretlint_'),
    place(start, end) {
      const index = Math.max(
        0,
        starts.findLastIndex((each) => each <= start),
      );
      const piece = pieces[index];
      if (piece === undefined) return { path: '', start: 0, end: 0 };
      const base = starts[index] ?? 0;
      return piece.place(start - base, Math.min(end - base, piece.text.length));
    },
  };
}

export interface Run {
  readonly start: number;
  readonly end: number;
}

/** Longest stretch of key-like characters that is still taken for a word. */
const MIN_RUN = 16;

const RUN_CHARACTERS = new Set(
  [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_.~%=-'].map((each) =>
    each.charCodeAt(0),
  ),
);
const IS_RUN = Uint8Array.from({ length: 128 }, (_, code) => (RUN_CHARACTERS.has(code) ? 1 : 0));

/**
 * Stretches within a run of what base64 is written with, `least` characters or longer, with their padding. A pattern
 * that takes a whole file at once would need as much stack.
 */
export function* stretches(run: string, least: number): Generator<Run> {
  let start = 0;
  for (const { index } of [...run.matchAll(/[.~%=]/g), { index: run.length }]) {
    if (index - start >= least)
      yield { start, end: index + (/^={1,2}/.exec(run.slice(index, index + 2))?.[0].length ?? 0) };
    start = index + 1;
  }
}

/** Stretches of at least 16 characters that keys are made of. Looks at every 16th character and around the hits only. */
export function longRuns(text: string): Run[] {
  const runs: Run[] = [];
  const isRun = (index: number) => IS_RUN[text.charCodeAt(index)] === 1;
  let at = MIN_RUN - 1;
  while (at < text.length) {
    if (!isRun(at)) {
      at += MIN_RUN;
      continue;
    }
    let start = at;
    while (start > 0 && isRun(start - 1)) start -= 1;
    let end = at + 1;
    while (end < text.length && isRun(end)) end += 1;
    if (end - start >= MIN_RUN) runs.push({ start, end });
    at = end + MIN_RUN;
  }
  return runs;
}

/** Without recursion: how deep a payload is must not matter here. */
function collect(value: unknown): Piece[] {
  const pieces: Piece[] = [];
  const pending: { value: unknown; path: string; name: string }[] = [{ value, path: '', name: '' }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { path, name } = next;
    if (typeof next.value === 'string') {
      pieces.push(clean(path, next.value, TELLING_NAME.test(name) ? `${name}=` : ''));
    } else if (Array.isArray(next.value)) {
      const items: unknown[] = next.value;
      items.forEach((item, index) => {
        pending.push({ value: item, path: join(path, String(index)), name });
      });
    } else if (typeof next.value === 'object' && next.value !== null) {
      for (const [key, child] of Object.entries(next.value)) {
        const at = join(path, key);
        if (key.length >= MIN_KEY) pieces.push(clean(at, key, ''));
        pending.push({ value: child, path: at, name: key });
      }
    }
  }
  return pieces;
}

/** The string as a reader would copy it: compatibility forms made plain, invisible signs gone. */
function clean(path: string, original: string, prefix: string): Piece {
  const place = (offset: (index: number) => number) => (start: number, end: number) => ({
    path,
    start: offset(start),
    end: offset(end),
  });
  if (
    !NEEDS_CLEANING.test(original) ||
    (!INVISIBLE.test(original) && original.normalize('NFKC') === original)
  ) {
    return { text: prefix + original, place: place((index) => Math.max(0, index - prefix.length)) };
  }
  let text = prefix;
  const offsets: number[] = Array(prefix.length).fill(0);
  let at = 0;
  // Sign by sign, so that each unit knows where it came from; secrets have no signs that compose with others.
  for (const sign of original) {
    const plain = INVISIBLE.test(sign) ? '' : sign.normalize('NFKC');
    for (let unit = 0; unit < plain.length; unit += 1) offsets.push(at);
    text += plain;
    at += sign.length;
  }
  return { text, place: place((index) => offsets[index] ?? original.length) };
}

/** The text behind base64 or base64url, or undefined where it is no text. */
export function decodeBase64(run: string): string | undefined {
  // A run cut within a sign ends in a replacement character; binary has them everywhere.
  const text = Buffer.from(run, 'base64')
    .toString('utf8')
    .replace(/\uFFFD{1,3}$/, '');
  return text.length >= 12 && !/[^\P{Cc}\t\n\r]|\uFFFD/u.test(text) ? text : undefined;
}
