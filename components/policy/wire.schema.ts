/* Reads values that came over the wire, without trusting them to be what was promised. */

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value, or an empty record. */
export function recordOf(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

/** The value, or an empty text. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** What could be read of a list; what is none is empty. */
export function listOf<Item>(value: unknown, read: (item: unknown) => Item | null): Item[] {
  if (!Array.isArray(value)) return [];
  return value.map(read).filter((item): item is Awaited<Item> & NonNullable<Item> => item !== null);
}
