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
  });

  it('hold in the whole of our own code', async () => {
    const { cruised, violations } = await cruiseImports();
    // A compiler the cruiser cannot drive makes it see nothing and report nothing.
    expect(cruised).toBeGreaterThan(150);
    expect(violations).toEqual([]);
  });
});
