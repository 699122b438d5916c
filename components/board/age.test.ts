import { describe, expect, it } from 'vitest';
import { ageTone, heat } from './age';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('age', () => {
  it.each([
    [0, 'calm'],
    [4 * HOUR - 1, 'calm'],
    [4 * HOUR, 'wait'],
    [2 * DAY - 1, 'wait'],
    [2 * DAY, 'stop'],
  ] as const)('%i ms is %s', (ms, tone) => {
    expect(ageTone(ms)).toBe(tone);
  });

  it('heats up at one hour, four hours, one day and two days', () => {
    const steps = [0, HOUR - 1, HOUR, 4 * HOUR, DAY, 2 * DAY, 9 * DAY];
    expect(steps.map(heat)).toEqual([0, 0, 1, 2, 3, 4, 4]);
  });
});
