/** A plan of so many items, ten to a group, with lines as long as a million bytes allow for the largest. */
export function planOf(items: number): string {
  const lines = Array.from(
    { length: items },
    (_, at) => `${at % 10 === 0 ? '' : '  '}- [ ] item ${at} ${'words of it '.repeat(15)}`,
  );
  return `# Plan\n\n## Phase 1. All\n\n${lines.join('\n')}\n`;
}

/** Hostile texts: emphasis that pairs for ever, quotes without end, raw HTML. */
const TEXTS = ['*a_ '.repeat(10_000), '> '.repeat(20_000), '<div>'.repeat(8_000)];

export const HOSTILE: readonly string[] = TEXTS.map(
  (text) => `# Plan\n\n## Phase 1. All\n\n- [ ] ${text}\n\n${text}\n`,
);
