import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeNext } from './safe-next.rules';

describe('safeNext', () => {
  it('keeps an address of this site', () => {
    expect(safeNext('/llmgenie/board?handoff=LG-1')).toBe('/llmgenie/board?handoff=LG-1');
  });

  it('goes home instead of elsewhere, or back here', () => {
    for (const trap of ['//evil.test', '/\\evil.test', 'https://evil.test', 'javascript:alert(1)', '']) {
      expect(safeNext(trap)).toBe('/');
    }
    expect(safeNext('/sign-in?next=/x')).toBe('/');
    expect(safeNext('/api/auth/signout')).toBe('/');
    expect(safeNext(undefined)).toBe('/');
  });

  it('never leaves the origin', () => {
    const parts = fc.constantFrom('/', '\\', 'evil.test', '\t', '@', ':', 'http', '.', '%2f', 'a');
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 8 }), (pieces) => {
        const base = 'http://127.0.0.1:3000';
        expect(new URL(safeNext(pieces.join('')), base).origin).toBe(base);
      }),
    );
  });
});
