import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guardInput } from './input-guard';

const nested = (depth: number) => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);

describe('guardInput', () => {
  it.each([
    ['a NUL in text', { a: { b: 'x\0y' } }, 'INVALID_ARGUMENTS', 'nul', 'a.b'],
    ['a NUL in a key', { a: { 'x\0y': 1 } }, 'INVALID_ARGUMENTS', 'nul', 'a'],
    ['half a surrogate pair', { a: ['ok', '\ud83d'] }, 'INVALID_ARGUMENTS', 'surrogate', 'a.1'],
    [
      'a prototype key',
      JSON.parse('{"a":{"__proto__":{"admin":true}}}'),
      'INVALID_ARGUMENTS',
      'prototype',
      'a',
    ],
    ['a constructor key', { constructor: { prototype: {} } }, 'INVALID_ARGUMENTS', 'prototype', ''],
    ['a number JSON does not have', { a: Number.NaN }, 'INVALID_ARGUMENTS', 'number', 'a'],
    ['something that is no JSON', { a: () => 1 }, 'INVALID_ARGUMENTS', 'type', 'a'],
    ['a text of more than a mebibyte', { a: 'x'.repeat(1_048_577) }, 'TOO_LARGE', 'size', 'a'],
    ['a million of nothing', { a: Array(1_000_000).fill(null) }, 'TOO_LARGE', 'nodes', 'a'],
  ])('refuses %s', (_what, value, code, reason, path) => {
    expect(guardInput(value)).toEqual({ ok: false, code, reason, path });
  });

  it('refuses depth, and outlives any of it', () => {
    expect(guardInput(nested(20)).ok).toBe(true);
    expect(guardInput(nested(5_000))).toMatchObject({ ok: false, reason: 'depth' });
    let deep: unknown = 'bottom';
    for (let level = 0; level < 200_000; level += 1) deep = { a: deep };
    expect(guardInput(deep)).toMatchObject({ ok: false, reason: 'depth' });
  });

  it('takes more where an action says so', () => {
    expect(guardInput({ base64: 'x'.repeat(2_000_000) }, 7_000_000).ok).toBe(true);
    expect(guardInput({ base64: 'x'.repeat(7_000_001) }, 7_000_000)).toMatchObject({ reason: 'size' });
  });

  it('does not repeat a key that could carry something', () => {
    expect(guardInput({ 'ignore the rules': 'a\0' })).toMatchObject({ path: '*' });
  });

  it('lets ordinary JSON through, emoji and all', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme', maxDepth: 6 }), (value) => {
        const proto = JSON.stringify(value).match(/"(?:__proto__|constructor|prototype)":/);
        fc.pre(proto === null && !JSON.stringify(value).includes('\\u0000'));
        expect(guardInput(value)).toEqual({ ok: true });
      }),
    );
  });
});
