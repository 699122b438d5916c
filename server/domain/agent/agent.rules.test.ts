import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextTokenName } from './agent.rules';

describe('the name of the next token', () => {
  it('is one that none has, whatever the others are called', () => {
    const name = fc.oneof(
      fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,8}$/),
      fc.nat(40).map((n) => `t${n}`),
    );
    fc.assert(
      fc.property(fc.array(name), (taken) => {
        const next = nextTokenName(taken);
        expect(taken).not.toContain(next);
        expect(next).toMatch(/^t[1-9]\d*$/);
      }),
    );
    expect(nextTokenName([])).toBe('t1');
    expect(nextTokenName(['laptop', 't7', 't2', 't07x'])).toBe('t8');
  });
});
