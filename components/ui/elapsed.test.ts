import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countdown, elapsed } from './elapsed.rules';

const minute = 60_000;
const hour = 60 * minute;

describe('elapsed', () => {
  it('splits a span as the board prints it', () => {
    expect(elapsed(900)).toEqual({ unit: 'now' });
    expect(elapsed(-5000)).toEqual({ unit: 'now' });
    expect(elapsed(41_000)).toEqual({ unit: 'seconds', seconds: 41 });
    expect(elapsed(18 * minute + 59_999)).toEqual({ unit: 'minutes', minutes: 18 });
    expect(elapsed(4 * hour + 6 * minute)).toEqual({ unit: 'hours', hours: 4, minutes: 6 });
    expect(elapsed(52 * hour)).toEqual({ unit: 'days', days: 2, hours: 4 });
  });

  it('never loses more than the unit it leaves out', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2000, max: 400 * 24 * hour }), (span) => {
        const parts = elapsed(span);
        const back =
          parts.unit === 'seconds'
            ? parts.seconds * 1000
            : parts.unit === 'minutes'
              ? parts.minutes * minute
              : parts.unit === 'hours'
                ? parts.hours * hour + parts.minutes * minute
                : parts.unit === 'days'
                  ? (parts.days * 24 + parts.hours) * hour
                  : Number.NaN;
        const leftOut = { seconds: 1000, minutes: minute, hours: minute, days: hour, now: 0 }[parts.unit];
        expect(span - back).toBeGreaterThanOrEqual(0);
        expect(span - back).toBeLessThan(leftOut);
      }),
    );
  });
});

describe('countdown', () => {
  it('reads like a clock and ends at zero', () => {
    expect(countdown(12 * minute + 40_000)).toBe('12:40');
    expect(countdown(hour + 2 * minute + 9000)).toBe('1:02:09');
    expect(countdown(400)).toBe('0:01');
    expect(countdown(-1)).toBe('0:00');
  });
});
