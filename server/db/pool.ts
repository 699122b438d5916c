import pg from 'pg';
import { databaseTrouble, isSilence } from './trouble';

/** A connection that was not free within this time means overload: the caller answers 503. */
const CONNECTION_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 15_000;
const LOCK_TIMEOUT_MS = 5_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 10_000;
/** A server that is stopped or cut off ends no statement of its own: after its time and this, we give up on it. */
const SILENCE_MS = 5_000;
/** A new connection plans each statement anew: its first calls take ten times as long as the later ones. */
const KEEP_IDLE_MS = 600_000;
/**
 * Sessions speak UTC. Planning one of our statements takes longer than running it, and their plans do not depend on the
 * values: by default PostgreSQL would plan the first five calls of each on each connection before it found out.
 */
const SESSION_SETTINGS = { TimeZone: 'UTC', plan_cache_mode: 'force_generic_plan' };
/** A pooler takes no settings from us: there they belong to the role it signs in with (roles.ts). */
export const POOLED_SETTINGS: Readonly<Record<string, string>> = {
  ...SESSION_SETTINGS,
  statement_timeout: `${STATEMENT_TIMEOUT_MS / 1_000}s`,
  lock_timeout: `${LOCK_TIMEOUT_MS / 1_000}s`,
  idle_in_transaction_session_timeout: `${IDLE_IN_TRANSACTION_TIMEOUT_MS / 1_000}s`,
};

/** Where the application reaches its database. */
export interface AppAddress {
  /** the server itself, as the application's role */
  appUrl: string;
  /** a pooler in transaction mode in front of it */
  poolUrl?: string | undefined;
}

export interface PoolOptions {
  /** most connections at once */
  max: number;
  /** shown in pg_stat_activity */
  applicationName?: string | undefined;
  connectionTimeoutMs?: number | undefined;
  statementTimeoutMs?: number | undefined;
  lockTimeoutMs?: number | undefined;
  /** the address is that of a pooler in transaction mode: each transaction may run on another connection of its own */
  pooled?: boolean | undefined;
  /** on top of the statement's own timeout */
  silenceMs?: number | undefined;
  /** a connection resting in the pool broke, as when the server restarts; the pool has dropped it already */
  onIdleError?: ((error: Error) => void) | undefined;
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

/** The address with settings that each connection begins with; later ones win. */
export function withSettings(url: string, settings: Readonly<Record<string, string>>): string {
  const target = new URL(url);
  const given = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  target.searchParams.set('options', [target.searchParams.get('options') ?? [], ...given].flat().join(' '));
  return target.toString();
}

/** What a connection of the server's own begins with, beside what the address says. */
function ownSession(options: PoolOptions): pg.PoolConfig {
  return {
    statement_timeout: options.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS,
    lock_timeout: options.lockTimeoutMs ?? LOCK_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
  };
}

/** A statement prepared by name stays on one connection of the pooler; the next transaction may get another. */
function forgetNames(client: pg.PoolClient): void {
  const query: (...args: unknown[]) => unknown = client.query.bind(client);
  const unnamed = (statement: unknown, ...rest: unknown[]) =>
    query(
      typeof statement === 'object' && statement !== null && 'name' in statement && 'text' in statement
        ? { ...statement, name: undefined }
        : statement,
      ...rest,
    );
  Object.assign(client, { query: unnamed });
}

export function createPool(url: string, options: PoolOptions): pg.Pool {
  const pooled = options.pooled ?? false;
  const pool = new pg.Pool({
    connectionString: pooled ? url : withSettings(url, SESSION_SETTINGS),
    max: options.max,
    application_name: options.applicationName ?? 'llmgenie',
    connectionTimeoutMillis: options.connectionTimeoutMs ?? CONNECTION_TIMEOUT_MS,
    ...(pooled ? {} : ownSession(options)),
    query_timeout: (options.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS) + (options.silenceMs ?? SILENCE_MS),
    idleTimeoutMillis: KEEP_IDLE_MS,
    keepAlive: true,
    types: typeParsers,
  });
  if (pooled) pool.on('connect', forgetNames);
  // Without a listener the process would end when the server restarts under a resting connection.
  pool.on('error', (error) => options.onIdleError?.(error));
  return pool;
}

/** The application's pool: through the pooler where there is one. */
export function createAppPool({ appUrl, poolUrl }: AppAddress, options: PoolOptions): pg.Pool {
  return createPool(poolUrl ?? appUrl, { ...options, pooled: poolUrl !== undefined });
}

async function checkOut(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw databaseTrouble(error) ?? error;
  }
}

/** True when the connection is as good as new. The pool itself notices one whose socket broke. */
function reusable(client: pg.PoolClient, error: unknown): boolean {
  if (client.getTransactionStatus() !== 'I' || isSilence(error)) return false;
  return !(error instanceof pg.DatabaseError) || error.severity === 'ERROR';
}

/**
 * Lends a connection to `work`. A statement the server refused (a lost race, a unique key) gives the connection
 * back unharmed: `pool.query()` would destroy it, and reconnecting cut throughput ninefold.
 * Throws OVERLOADED when no connection gets free in time, the database is away or a statement ran too long, and BUSY
 * when somebody else holds the rows.
 */
export async function withClient<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await checkOut(pool);
  let result: T;
  try {
    result = await work(client);
  } catch (error) {
    client.release(!reusable(client, error));
    // A pooler takes every connection, and lets the first statement wait for one of its own.
    throw databaseTrouble(error) ?? error;
  }
  // A transaction left open would leak into whatever borrows the connection next.
  client.release(client.getTransactionStatus() !== 'I');
  return result;
}

/** One statement of a door or a page, on a connection of the pool. */
export function queryOnce<Row extends pg.QueryResultRow>(
  pool: pg.Pool,
  text: string,
  values: readonly unknown[] = [],
): Promise<pg.QueryResult<Row>> {
  return withClient(pool, (client) => client.query<Row>(text, [...values]));
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
