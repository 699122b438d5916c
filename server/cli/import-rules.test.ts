import { describe, expect, it } from 'vitest';
import { rules } from '../../.dependency-cruiser.mjs';
import { cruiseImports } from './import-rules.mjs';

const SEEDED = 'server/cli/fixtures/import-rules';

describe('the import rules', () => {
  it('catch a seeded violation each', async () => {
    const { cruised, violations } = await cruiseImports(SEEDED, '');
    expect(cruised).toBeGreaterThan(10);
    const caught = new Set(violations.map(({ rule }) => rule));
    expect([...caught].sort()).toEqual(rules.map(({ name }) => name).sort());
  }, 120_000);

  // `npm run check` wants no violation in our own code; a compiler the cruiser cannot drive shows it no code at all.
  it('see our own code', async () => {
    const { cruised } = await cruiseImports();
    expect(cruised).toBeGreaterThan(150);
  }, 120_000);
});
