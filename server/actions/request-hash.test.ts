import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requestHash } from './request-hash';

const json = fc.jsonValue({ maxDepth: 4 });

function reordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reordered(inner)]),
  );
}

/** The same value with one part of it, found by following `path`, changed. */
function changed(value: unknown, path: readonly number[]): unknown {
  const [step = 0, ...rest] = path;
  if (Array.isArray(value) && value.length > 0 && rest.length > 0) {
    const at = step % value.length;
    return value.map((inner, index) => (index === at ? changed(inner, rest) : inner));
  }
  if (typeof value === 'object' && value !== null && rest.length > 0) {
    const keys = Object.keys(value);
    const at = keys[step % Math.max(1, keys.length)];
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, key === at ? changed(inner, rest) : inner]),
    );
  }
  return typeof value === 'number' ? value + 1 || 1 : [value];
}

const same = (a: unknown, b: unknown) => JSON.stringify(reordered(a)) === JSON.stringify(reordered(b));

describe('requestHash', () => {
  it('is the same however keys are ordered', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(requestHash('handoff.send', reordered(value))).toBe(requestHash('handoff.send', value));
      }),
      { numRuns: 200 },
    );
  });

  it('changes with any value, wherever it stands', () => {
    fc.assert(
      fc.property(json, fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 5 }), (value, path) => {
        const other = changed(value, path);
        fc.pre(!same(value, other));
        expect(requestHash('handoff.send', other)).not.toBe(requestHash('handoff.send', value));
      }),
      { numRuns: 500 },
    );
  });

  it('tells actions, types and shapes apart', () => {
    const hashes = [
      requestHash('a', { x: 1 }),
      requestHash('b', { x: 1 }),
      requestHash('a', { x: '1' }),
      requestHash('a', { x: [1] }),
      requestHash('a', { x: [1, 2] }),
      requestHash('a', { x: [12] }),
      requestHash('a', { x: [[1], 2] }),
      requestHash('a', { x: null }),
      requestHash('a', {}),
      requestHash('a', [['x', 1]]),
      requestHash('a', { 'x":1,"y': 1 }),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(requestHash('a', { x: undefined })).toBe(requestHash('a', {}));
  });
});
