/** Two letters of a person's name: first letters of the first and last word, else the first two letters. */
export function personInitials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = words[0] ?? '';
  const last = words.length > 1 ? (words.at(-1) ?? '') : '';
  const letters = last === '' ? [...first].slice(0, 2) : [[...first][0] ?? '', [...last][0] ?? ''];
  return letters.join('').toUpperCase();
}

/** Two mono characters of an agent's name: `coder-1` is `c1`, `scout` is `sc`. */
export function agentInitials(name: string): string {
  const letters = [...name.trim().toLowerCase()];
  const last = letters.at(-1) ?? '';
  const second = letters.length > 1 && /\d/.test(last) ? last : (letters[1] ?? '');
  return `${letters[0] ?? ''}${second}`;
}

/** One of five person colours, the same for an id on every page: FNV-1a, 32 bits. */
export function personTone(id: string): 1 | 2 | 3 | 4 | 5 {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at += 1) {
    hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193) >>> 0;
  }
  const tones = [1, 2, 3, 4, 5] as const;
  return tones[hash % 5] ?? 1;
}
