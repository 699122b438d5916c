import pino, { type DestinationStream } from 'pino';
import type { LogLevel } from '../log-level';
import { errorFields } from './scrub';

/**
 * All that a line may carry: ids, names of ours, numbers. No arguments, results, titles, people's names or addresses, so
 * that a log can be handed on. `error` is reduced by scrub.ts.
 */
export interface LogFields {
  readonly requestId?: string | undefined;
  readonly actorId?: string | undefined;
  readonly projectId?: string | undefined;
  readonly eventSeq?: number | undefined;
  readonly door?: string | undefined;
  readonly action?: string | undefined;
  /** `ok`, `replayed`, or the code of the refusal. */
  readonly outcome?: string | undefined;
  readonly status?: number | undefined;
  readonly ms?: number | undefined;
  readonly error?: unknown;
}

/** `message` is a constant of the code. */
export interface Log {
  enabled(level: Exclude<LogLevel, 'silent'>): boolean;
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** Writes what is still in memory. */
  flush(): void;
}

/** One JSON object a line. To stderr, as stdout has the launcher's own lines and what commands print. */
export function createLog(level: LogLevel, stream?: DestinationStream): Log {
  const logger = pino(
    {
      level,
      messageKey: 'message',
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: (error: unknown) => errorFields(error) },
    },
    // Not waited for: a reader that is slow must not hold up who is served.
    stream ?? pino.destination({ fd: 2, sync: false }),
  );
  return {
    enabled: (asked) => logger.isLevelEnabled(asked),
    debug: (message, fields = {}) => logger.debug(fields, message),
    info: (message, fields = {}) => logger.info(fields, message),
    warn: (message, fields = {}) => logger.warn(fields, message),
    error: (message, fields = {}) => logger.error(fields, message),
    flush: () => logger.flush(),
  };
}

const SHARED = Symbol.for('llmgenie.log');

/** Called once by whatever starts the process. Next's bundle has a copy of this module, and the same log. */
export function provideLog(log: Log): void {
  const shared: typeof globalThis & { [SHARED]?: Log } = globalThis;
  shared[SHARED] = log;
}

/** The log of the process; before one is provided, troubles alone are told. */
export function log(): Log {
  const shared: typeof globalThis & { [SHARED]?: Log } = globalThis;
  shared[SHARED] ??= createLog('warn');
  return shared[SHARED];
}
