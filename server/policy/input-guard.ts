/*
 * What no door may let in, whatever the schema of the action says: text the database cannot store, keys that reach an
 * object's prototype, and payloads whose sheer depth or size would cost somebody else their turn. Runs before parsing,
 * so it trusts nothing about the value and never recurses.
 */

type GuardCode = 'INVALID_ARGUMENTS' | 'TOO_LARGE';

/** `path` points at the offending value; names in it that are not plain keys are shown as '*'. */
export type GuardResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: GuardCode; readonly reason: GuardReason; readonly path: string };

type GuardReason = 'nul' | 'surrogate' | 'prototype' | 'depth' | 'size' | 'nodes' | 'number' | 'type';

/** Characters of all strings and keys together; every byte of UTF-8 counts at least as much as one of them. */
const MAX_CHARACTERS = 1_048_576;
const MAX_DEPTH = 24;
/** Values of any kind: a million empty lists are small in characters but not in work. */
const MAX_NODES = 50_000;

const PROTOTYPE_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Checks a value as it came out of JSON.parse. `maxCharacters` is raised only by an action that takes a file along;
 * a file of n bytes is 4n/3 characters of base64.
 */
export function guardInput(value: unknown, maxCharacters = MAX_CHARACTERS): GuardResult {
  const pending: { value: unknown; path: string; depth: number }[] = [{ value, path: '', depth: 0 }];
  let characters = 0;
  let nodes = 0;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { path, depth } = next;
    nodes += 1;
    if (nodes > MAX_NODES) return refuse('TOO_LARGE', 'nodes', path);
    if (depth > MAX_DEPTH) return refuse('INVALID_ARGUMENTS', 'depth', path);
    if (typeof next.value === 'string') {
      characters += next.value.length;
      if (characters > maxCharacters) return refuse('TOO_LARGE', 'size', path);
      const reason = textReason(next.value);
      if (reason !== undefined) return refuse('INVALID_ARGUMENTS', reason, path);
    } else if (Array.isArray(next.value)) {
      // Refused before it is unrolled, or the list of pending values would be the attack.
      if (nodes + next.value.length > MAX_NODES) return refuse('TOO_LARGE', 'nodes', path);
      for (let index = next.value.length - 1; index >= 0; index -= 1) {
        pending.push({ value: next.value[index], path: join(path, String(index)), depth: depth + 1 });
      }
    } else if (typeof next.value === 'object' && next.value !== null) {
      for (const [name, child] of Object.entries(next.value)) {
        characters += name.length;
        const reason = PROTOTYPE_KEYS.has(name) ? 'prototype' : textReason(name);
        if (reason !== undefined) return refuse('INVALID_ARGUMENTS', reason, path);
        pending.push({ value: child, path: join(path, name), depth: depth + 1 });
      }
      if (characters > maxCharacters) return refuse('TOO_LARGE', 'size', path);
    } else if (typeof next.value === 'number') {
      if (!Number.isFinite(next.value)) return refuse('INVALID_ARGUMENTS', 'number', path);
    } else if (next.value !== undefined && next.value !== null && typeof next.value !== 'boolean') {
      return refuse('INVALID_ARGUMENTS', 'type', path);
    }
  }
  return { ok: true };
}

/** PostgreSQL stores neither NUL nor half a surrogate pair. */
function textReason(text: string): GuardReason | undefined {
  if (text.includes('\0')) return 'nul';
  return /\p{Surrogate}/u.test(text) ? 'surrogate' : undefined;
}

/** One step of a path; a key that could carry content (or a secret) is not repeated. */
export function join(path: string, name: string): string {
  const plain = /^[A-Za-z0-9_-]{1,24}$/.test(name) && !(name.length > 15 && /\d/.test(name));
  const shown = plain ? name : '*';
  return path === '' ? shown : `${path}.${shown}`;
}

function refuse(code: GuardCode, reason: GuardReason, path: string): GuardResult {
  return { ok: false, code, reason, path };
}
