import { describe, expect, it } from 'vitest';
import { walk } from './card-walk';

const columns = [['a1', 'a2'], [], ['c1', 'c2', 'c3'], ['d1']];

describe('walking over cards', () => {
  it.each([
    [null, 'down', 'a1'],
    ['gone', 'left', 'a1'],
    ['a1', 'down', 'a2'],
    ['a2', 'down', 'c1'],
    ['c1', 'up', 'a2'],
    ['a1', 'up', 'a1'],
    ['d1', 'down', 'd1'],
    ['a2', 'right', 'c2'],
    ['c3', 'right', 'd1'],
    ['d1', 'right', 'd1'],
    ['c3', 'left', 'a2'],
  ] as const)('from %s %s to %s', (at, step, to) => {
    expect(walk(columns, at, step)).toBe(to);
  });

  it('stands nowhere on an empty board', () => {
    expect(walk([[], []], null, 'down')).toBeNull();
  });
});
