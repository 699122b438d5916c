/** How long something has stood still, in words' parts, tones and heat. Pure: the caller brings the clock. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What an age is made of; `key` names its message, the numbers fill it. */
export type AgeParts =
  | { key: 'now'; values: Record<string, never> }
  | { key: 'minutes'; values: { minutes: number } }
  | { key: 'hours'; values: { hours: number; minutes: string } }
  | { key: 'days'; values: { days: number; hours: number } };

/** @param ms duration in milliseconds; negative (a clock that runs behind the server's) counts as none. */
export function ageParts(ms: number): AgeParts {
  const minutes = Math.floor(Math.max(0, ms) / MINUTE);
  if (minutes < 1) return { key: 'now', values: {} };
  if (minutes < 60) return { key: 'minutes', values: { minutes } };
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return { key: 'hours', values: { hours, minutes: String(minutes % 60).padStart(2, '0') } };
  return { key: 'days', values: { days: Math.floor(hours / 24), hours: hours % 24 } };
}

export type AgeTone = 'calm' | 'wait' | 'stop';

/** Orange from four hours on, red from two days on. */
export function ageTone(ms: number): AgeTone {
  if (ms >= 2 * DAY) return 'stop';
  return ms >= 4 * HOUR ? 'wait' : 'calm';
}

export type Heat = 0 | 1 | 2 | 3 | 4;

/** Step of the heat scale: under 1 h, from 1 h, 4 h, 1 d, 2 d. */
export function heat(ms: number): Heat {
  if (ms >= 2 * DAY) return 4;
  if (ms >= DAY) return 3;
  if (ms >= 4 * HOUR) return 2;
  return ms >= HOUR ? 1 : 0;
}

/** Time left of a lease as m:ss, or h:mm:ss from an hour on; never negative. */
export function countdown(ms: number): string {
  const seconds = Math.ceil(Math.max(0, ms) / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${two(minutes)}:${two(seconds % 60)}`;
}
