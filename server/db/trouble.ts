import { AppError, isAppError } from '../errors';

/**
 * What PostgreSQL or the way to it says when it cannot do a thing right now. None of it is a fault of the caller or of
 * ours, so every door answers it as something to repeat: 503 or 409, never 500.
 */
const OVERLOADED: Readonly<Record<string, string>> = {
  '57014': 'The database took too long for this.',
  '25P03': 'The database ended a transaction that rested too long.',
  '25P04': 'The database ended a transaction that took too long.',
  '25006': 'The database takes no writes right now.',
};
const BUSY: ReadonlySet<string> = new Set(['55P03', '40P01', '40001']);
/** Connection lost, shutting down, starting, too many connections, out of memory or disk. */
const AWAY_STATE = /^(08|53|57P)/;
const AWAY_SOCKET: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
/** None came free, or no new one was taken in time: neither the driver nor a pooler has a code for it. No fault to look into. */
const FULL_TEXT = /^timeout exceeded|connection timeout|^query_wait_timeout|^no more connections allowed/;
/** too_many_connections: others have them all. */
const FULL_STATE = '53300';
/** The driver has no code for these either. */
const AWAY_TEXT = /^(Connection terminated|Client has encountered a connection error)/;
const SILENCE_TEXT = /^Query read timeout/;

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : '';

/** We gave up waiting; the connection may still get that answer, so nobody else may have it. */
export const isSilence = (error: unknown): boolean =>
  error instanceof Error && SILENCE_TEXT.test(error.message);

/** The refusal a caller gets where the database is busy or away; null for everything else, such as a lost race. */
export function databaseTrouble(error: unknown): AppError | null {
  if (!(error instanceof Error) || isAppError(error)) return null;
  const code = codeOf(error);
  if (FULL_TEXT.test(error.message) || code === FULL_STATE)
    return new AppError('OVERLOADED', 'Every database connection is busy.');
  const slow = OVERLOADED[code];
  if (slow !== undefined) return new AppError('OVERLOADED', slow, { cause: error });
  if (BUSY.has(code)) {
    return new AppError('BUSY', 'Others hold what this needs in the database.', { cause: error });
  }
  // Of several addresses of one host, none answered.
  const tried = error instanceof AggregateError ? error.errors : [];
  const away =
    AWAY_STATE.test(code) ||
    AWAY_SOCKET.has(code) ||
    AWAY_TEXT.test(error.message) ||
    isSilence(error) ||
    (tried.length > 0 && tried.every((one) => one instanceof Error && AWAY_SOCKET.has(codeOf(one))));
  return away
    ? new AppError('OVERLOADED', 'The database does not answer right now.', { cause: error })
    : null;
}
