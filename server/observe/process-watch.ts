import type { Observer } from '../actions/observer';
import type { Log } from './log';
import { createMeters, type Meters } from './meters';
import { createObserver } from './observer';
import type { Tracer } from './tracer';

/** Signing in and what comes before it go by no action that would be told of. */
const TOLD: ReadonlySet<string> = new Set(['auth', 'identity']);

/** What this process sees of itself. */
export interface ProcessWatch {
  readonly observer: Observer;
  readonly meters: Meters;
  /** A request to the API was answered. */
  request(door: string, status: number, ms: number, requestId: string): void;
}

export function createProcessWatch(parts: { log: Log; tracer?: Tracer | undefined }): ProcessWatch {
  const { log, tracer } = parts;
  const meters = createMeters();
  return {
    observer: createObserver({ log, meters, tracer }),
    meters,
    request(door, status, ms, requestId) {
      meters.request(door, status);
      if (status === 429 && door !== 'mcp') meters.limited(door);
      const level = status >= 400 || TOLD.has(door) ? 'info' : 'debug';
      if (log.enabled(level))
        log[level]('request', { requestId, door, status, ms: Math.round(ms * 100) / 100 });
    },
  };
}
