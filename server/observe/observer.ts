import type { CallWatch, Observer, Origin } from '../actions/observer';
import { isAppError } from '../errors';
import type { Log } from './log';
import type { Meters } from './meters';
import type { Tracer } from './tracer';

/** Refusals that tell of the server and not of the caller. */
const OURS: ReadonlySet<string> = new Set(['INTERNAL', 'OVERLOADED', 'BUSY']);

interface Parts {
  readonly log: Log;
  readonly meters: Meters;
  /** Absent: nobody collects traces, and no step is looked at. */
  readonly tracer?: Tracer | undefined;
}

/** One line, one count and, where they are collected, one trace a call; ids and names of ours alone. */
export function createObserver({ log, meters, tracer }: Parts): Observer {
  return {
    limited: (door) => meters.limited(door),
    begin(action: string, origin: Origin | undefined): CallWatch {
      const began = performance.now();
      const door = origin?.door ?? 'system';
      const trace = tracer?.begin(action, door, origin?.requestId);
      let actorId: string | undefined;
      let projectId: string | undefined;

      function end(outcome: string, eventSeq: number | undefined, error?: unknown): void {
        const ms = performance.now() - began;
        meters.call(action, door, outcome, ms);
        trace?.end({ outcome, actorId, projectId, eventSeq });
        const level = error !== undefined ? 'error' : OURS.has(outcome) ? 'warn' : 'info';
        if (!log.enabled(level)) return;
        log[level]('call', {
          requestId: origin?.requestId,
          door,
          action,
          actorId,
          projectId,
          eventSeq,
          outcome,
          ms: Math.round(ms * 100) / 100,
          error,
        });
      }

      return {
        step: trace === undefined ? (_, work) => work() : trace.step,
        facts({ actor, project }) {
          actorId = actor?.id;
          projectId = project?.id;
        },
        done: ({ replayed, eventSeq }) => end(replayed ? 'replayed' : 'ok', eventSeq ?? undefined),
        failed: (error) =>
          isAppError(error) ? end(error.code, undefined) : end('INTERNAL', undefined, error),
      };
    },
  };
}
