import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWorld, type World } from '../../world.fixture';

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, 60_000);
afterAll(() => world.db.drop());

/** As long as a plan may be: 5,000 items in a megabyte. */
function source(word: string): string {
  const items = Array.from(
    { length: 5_000 },
    (_, at) => `- [ ] item ${at} ${word} ${'words of it '.repeat(14)}`,
  );
  return `# Plan\n\n## Phase 1. All\n\n${items.join('\n')}\n`;
}

// Each item that goes is looked up by PostgreSQL, in case a link still names it: by its key that is nothing; by the
// plan alone, as it once was, the statement ran out of time.
it('takes the largest plan again and again', { timeout: 120_000 }, async () => {
  for (const [at, word] of ['first', 'second', 'third'].entries()) {
    const { result } = await world.as('lead', 'plan.import', { key: 'long', source: source(word) });
    expect(result).toMatchObject({ version: at + 1, items: 5_000 });
  }
});
