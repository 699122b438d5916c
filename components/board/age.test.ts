import { describe, expect, it } from 'vitest';
import { ageParts, ageTone, countdown, heat } from './age';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('age', () => {
  it.each([
    [-5, { key: 'now', values: {} }],
    [59_999, { key: 'now', values: {} }],
    [18 * MINUTE, { key: 'minutes', values: { minutes: 18 } }],
    [HOUR + 52 * MINUTE, { key: 'hours', values: { hours: 1, minutes: '52' } }],
    [2 * HOUR + 2 * MINUTE, { key: 'hours', values: { hours: 2, minutes: '02' } }],
    [2 * DAY + 4 * HOUR, { key: 'days', values: { days: 2, hours: 4 } }],
  ])('%i ms reads as %o', (ms, parts) => {
    expect(ageParts(ms)).toEqual(parts);
  });

  it.each([
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

  it.each([
    [760_000, '12:40'],
    [500, '00:01'],
    [-1, '00:00'],
    [HOUR + 61_000, '1:01:01'],
  ])('%i ms of lease are left as %s', (ms, text) => {
    expect(countdown(ms)).toBe(text);
  });
});
