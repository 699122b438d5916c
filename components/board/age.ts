/** How long something has stood still, as tone and as heat. Pure: the caller brings the clock. */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export type AgeTone = 'calm' | 'wait' | 'stop';

/** Orange from four hours on, red from two days on. @param ms milliseconds */
export function ageTone(ms: number): AgeTone {
  if (ms >= 2 * DAY) return 'stop';
  return ms >= 4 * HOUR ? 'wait' : 'calm';
}

export type Heat = 0 | 1 | 2 | 3 | 4;

/** Step of the heat scale: under 1 h, from 1 h, 4 h, 1 d, 2 d. @param ms milliseconds */
export function heat(ms: number): Heat {
  if (ms >= 2 * DAY) return 4;
  if (ms >= DAY) return 3;
  if (ms >= 4 * HOUR) return 2;
  return ms >= HOUR ? 1 : 0;
}
