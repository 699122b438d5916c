/** Parts of a span of time as they are printed: 18 min, 4 h 06, 2 d 4 h. */
export type Elapsed =
  | { unit: 'now' }
  | { unit: 'seconds'; seconds: number }
  | { unit: 'minutes'; minutes: number }
  | { unit: 'hours'; hours: number; minutes: number }
  | { unit: 'days'; days: number; hours: number };

/** Splits milliseconds; negative spans (a clock that runs ahead) count as none. */
export function elapsed(milliseconds: number): Elapsed {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 2) return { unit: 'now' };
  if (seconds < 60) return { unit: 'seconds', seconds };
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return { unit: 'minutes', minutes };
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return { unit: 'hours', hours, minutes: minutes % 60 };
  return { unit: 'days', days: Math.floor(hours / 24), hours: hours % 24 };
}

/** A countdown as a clock shows it: 12:40, or 1:02:09 from an hour on; 0:00 when it has run out. */
export function countdown(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const two = (part: number) => String(part).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}
