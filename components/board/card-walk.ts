export type Step = 'up' | 'down' | 'left' | 'right';

/**
 * The next card from the one that has the focus: up and down within a stage and on into its neighbour, left and right
 * to the same height of the nearest stage that has cards.
 * @param columns cards by stage, from left to right
 */
export function walk(columns: readonly (readonly string[])[], at: string | null, step: Step): string | null {
  const filled = columns.filter((cards) => cards.length > 0);
  const x = at === null ? -1 : filled.findIndex((cards) => cards.includes(at));
  const column = filled[x];
  if (at === null || column === undefined) return filled[0]?.[0] ?? null;
  const y = column.indexOf(at);
  switch (step) {
    case 'down':
      return column[y + 1] ?? filled[x + 1]?.[0] ?? at;
    case 'up':
      return column[y - 1] ?? filled[x - 1]?.at(-1) ?? at;
    case 'left':
    case 'right': {
      const next = filled[x + (step === 'left' ? -1 : 1)];
      return next === undefined ? at : (next[Math.min(y, next.length - 1)] ?? at);
    }
  }
}
