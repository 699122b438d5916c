/** Bytes of UTF-8 that count as one token. */
const BYTES_A_TOKEN = 4;

const bytes = (text: string) => new TextEncoder().encode(text).length;

/**
 * How many tokens a text is taken for: its UTF-8 bytes by four, rounded up. An estimate, the same for every model: close
 * for English and for code, high rather than low for Russian, so that what fits here fits there.
 */
export const estimateTokens = (text: string): number => Math.ceil(bytes(text) / BYTES_A_TOKEN);

/** The same of a value as it stands in JSON, with the comma after it. */
export const tokensOf = (value: unknown): number =>
  Math.ceil((bytes(JSON.stringify(value) ?? '') + 1) / BYTES_A_TOKEN);

/** The longest beginning of a text that takes at most so many tokens in JSON. Cuts between characters, never inside one. */
export function clip(text: string, tokens: number): string {
  if (tokensOf(text) <= tokens) return text;
  const characters = [...text];
  let [low, high] = [0, characters.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (tokensOf(`${characters.slice(0, middle).join('')}…`) <= tokens) low = middle;
    else high = middle - 1;
  }
  return `${characters.slice(0, low).join('')}…`;
}
