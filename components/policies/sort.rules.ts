import type { PolicyCoverage } from '@/server/domain/policy-log/coverage.schema';

export const COLUMNS = ['policy', 'mode', 'denied', 'unlocked', 'overridden', 'last'] as const;
export type Column = (typeof COLUMNS)[number];
export interface Sort {
  readonly column: Column;
  readonly descending: boolean;
}

/** Share of the refusals that were followed by getting through; null where none was about a handoff. */
export function unlockedShare({ followed }: Pick<PolicyCoverage, 'followed'>): number | null {
  return followed.of === 0 ? null : followed.through / followed.of;
}

/** Sorted by one column; equals stay in the order in which refusals are listed. What has no value comes last. */
export function sorted(
  policies: readonly PolicyCoverage[],
  { column, descending }: Sort,
  name: (policy: PolicyCoverage) => string,
): readonly PolicyCoverage[] {
  const value = (policy: PolicyCoverage): string | number | null => {
    switch (column) {
      case 'policy':
        return name(policy);
      case 'mode':
        return policy.mode;
      case 'denied':
        return policy.denied;
      case 'unlocked':
        return unlockedShare(policy);
      case 'overridden':
        return policy.overridden;
      case 'last':
        return policy.lastDeniedAt;
    }
  };
  const sign = descending ? -1 : 1;
  return policies.toSorted((one, other) => {
    const [a, b] = [value(one), value(other)];
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
    if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
    return sign * String(a).localeCompare(String(b));
  });
}

/** A second press turns the order; numbers and times begin with the largest, words with the first. */
export function pressed(sort: Sort, column: Column): Sort {
  if (sort.column === column) return { column, descending: !sort.descending };
  return { column, descending: column !== 'policy' && column !== 'mode' };
}
