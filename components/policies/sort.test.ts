import { describe, expect, it } from 'vitest';
import type { PolicyCoverage } from '@/server/domain/policy-log/coverage.schema';
import { pressed, sorted } from './sort.rules';

const policy = (id: string, change: Partial<PolicyCoverage> = {}): PolicyCoverage => ({
  id,
  ...{ title: id, why: '', fix: '', denies: '', example: '', text: '', hash: '' },
  mode: 'builtin',
  override: { possible: false, by: '', note: '' },
  ...{ allowed: 0, denied: 0, overridden: 0, unused: 0, selfApproved: 0, lastDeniedAt: null },
  followed: { of: 0, through: 0 },
  series: { allowed: [], denied: [], overridden: [] },
  ...change,
});
const ids = (all: readonly PolicyCoverage[]) => all.map(({ id }) => id).join('');

describe('the table of policies', () => {
  const all = [
    policy('a', { denied: 2, lastDeniedAt: '2026-01-02' }),
    policy('b', { followed: { of: 2, through: 1 } }),
    policy('c', { denied: 7, lastDeniedAt: '2026-01-03', followed: { of: 1, through: 1 } }),
  ];
  const by = (column: Parameters<typeof pressed>[1], descending: boolean) =>
    ids(sorted(all, { column, descending }, ({ id }) => id));

  it('sorts by what a column shows, and puts what has none last either way', () => {
    expect([by('denied', true), by('denied', false)]).toEqual(['cab', 'bac']);
    expect([by('last', true), by('last', false)]).toEqual(['cab', 'acb']);
    expect([by('unlocked', true), by('unlocked', false)]).toEqual(['cba', 'bca']);
    expect([by('policy', false), by('policy', true)]).toEqual(['abc', 'cba']);
    expect(by('mode', false)).toBe('abc');
  });

  it('turns at a second press, and begins with the largest', () => {
    const first = pressed({ column: 'policy', descending: false }, 'denied');
    expect(first).toEqual({ column: 'denied', descending: true });
    expect(pressed(first, 'denied')).toEqual({ column: 'denied', descending: false });
    expect(pressed(first, 'policy')).toEqual({ column: 'policy', descending: false });
  });
});
