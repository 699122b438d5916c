import pg from 'pg';
import { AppError } from '../errors';

/** A connection that was not free within this time means overload: the caller answers 503. */
const CONNECTION_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 15_000;
const LOCK_TIMEOUT_MS = 5_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 10_000;
/** A new connection plans each statement anew: its first calls take ten times as long as the later ones. */
const KEEP_IDLE_MS = 600_000;
/**
 * Sessions speak UTC. Planning one of our statements takes longer than running it, and their plans do not depend on the
 * values: by default PostgreSQL would plan the first five calls of each on each connection before it found out.
 */
const SESSION_SETTINGS = '-c timezone=UTC -c plan_cache_mode=force_generic_plan';

export interface PoolOptions {
  /** most connections at once */
  max: number;
  /** shown in pg_stat_activity */
  applicationName?: string | undefined;
  connectionTimeoutMs?: number | undefined;
  statementTimeoutMs?: number | undefined;
  lockTimeoutMs?: number | undefined;
  /** a connection resting in the pool broke, as when the server restarts; the pool has dropped it already */
  onIdleError?: ((error: Error) => void) | undefined;
}

/** No connection became free in time. Every door answers it as it is: 503 with Retry-After. */
export class PoolExhausted extends AppError {
  constructor() {
    super('OVERLOADED', 'Every database connection is busy.');
  }
}

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new RangeError(`${text} is outside the integers JavaScript can hold`);
  return value;
}

/**
 * `2026-01-02 03:04:05.1+00` -> `2026-01-02T03:04:05.100000Z`: always six decimals, so that the order of the
 * texts is the order of the times. A JavaScript Date would cut the microseconds off.
 */
export function timestampText(text: string): string {
  const match = /^(\d{4,}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(\+00)?$/.exec(text);
  if (!match) return text; // infinity, BC
  const [, day, time, fraction = '', zone] = match;
  return `${day}T${time}.${fraction.padEnd(6, '0')}${zone ? 'Z' : ''}`;
}

/** `{a,"b",NULL}` of a type whose texts hold neither quotes nor commas. */
function flatArray<T>(text: string, element: (text: string) => T): (T | null)[] {
  if (text === '{}') return [];
  return text
    .slice(1, -1)
    .split(',')
    .map((item) => (item === 'NULL' ? null : element(item.replaceAll('"', ''))));
}

const PARSERS: Partial<Record<number, (text: string) => unknown>> = {
  [pg.types.builtins.INT8]: safeInteger,
  [pg.types.builtins.TIMESTAMPTZ]: timestampText,
  [pg.types.builtins.TIMESTAMP]: timestampText,
  [pg.types.builtins.DATE]: (text) => text,
  1016: (text) => flatArray(text, safeInteger), // int8[]
  1115: (text) => flatArray(text, timestampText), // timestamp[]
  1185: (text) => flatArray(text, timestampText), // timestamptz[]
};

/** How values come out of every pool: int8 as a number, times as text with microseconds, json parsed. */
export const typeParsers: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => {
    const own = format === 'binary' ? undefined : PARSERS[oid];
    return own ?? pg.types.getTypeParser(oid, format);
  },
};

function withSettings(url: string): string {
  const target = new URL(url);
  const options = [target.searchParams.get('options'), SESSION_SETTINGS].filter(Boolean).join(' ');
  target.searchParams.set('options', options);
  return target.toString();
}

export function createPool(url: string, options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: withSettings(url),
    max: options.max,
    application_name: options.applicationName ?? 'llmgenie',
    connectionTimeoutMillis: options.connectionTimeoutMs ?? CONNECTION_TIMEOUT_MS,
    statement_timeout: options.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS,
    lock_timeout: options.lockTimeoutMs ?? LOCK_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    idleTimeoutMillis: KEEP_IDLE_MS,
    keepAlive: true,
    types: typeParsers,
  });
  // Without a listener the process would end when the server restarts under a resting connection.
  pool.on('error', (error) => options.onIdleError?.(error));
  return pool;
}

async function checkOut(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    // The pool has no code of its own for these: none came free, or the server did not take a new one in time.
    if (error instanceof Error && /^timeout exceeded|connection timeout/.test(error.message))
      throw new PoolExhausted();
    throw error;
  }
}

/** True when the connection is as good as new. The pool itself notices one whose socket broke. */
function reusable(client: pg.PoolClient, error: unknown): boolean {
  if (client.getTransactionStatus() !== 'I') return false;
  return !(error instanceof pg.DatabaseError) || error.severity === 'ERROR';
}

/**
 * Lends a connection to `work`. A statement the server refused (a lost race, a unique key) gives the connection
 * back unharmed: `pool.query()` would destroy it, and reconnecting cut throughput ninefold.
 * Throws PoolExhausted when no connection gets free in time.
 */
export async function withClient<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await checkOut(pool);
  let result: T;
  try {
    result = await work(client);
  } catch (error) {
    client.release(!reusable(client, error));
    throw error;
  }
  // A transaction left open would leak into whatever borrows the connection next.
  client.release(client.getTransactionStatus() !== 'I');
  return result;
}

/** Runs `work` in one transaction; rolls back when it throws. */
export async function withTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  return withClient(pool, async (client) => {
    await client.query('BEGIN');
    try {
      const result = await work(client);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      try {
        await client.query('ROLLBACK');
      } catch (rollback) {
        // The connection is gone; the first error says more than this one.
        if (!(rollback instanceof Error)) throw rollback;
      }
      throw error;
    }
  });
}
