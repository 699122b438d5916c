// Applies prisma/migrations in Prisma's own format and bookkeeping, so that `prisma migrate deploy` stays
// interchangeable where its engine can be downloaded. The file names, the table and the checksum are Prisma's.
import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';

/** The key Prisma's engine locks while it migrates; two starting processes must not both migrate. */
const PRISMA_LOCK = 72_707_369;
/** A migration that cannot get its table lock gives way instead of queueing every reader behind it. */
const LOCK_TIMEOUT = '2s';
/** Another process may be migrating right now. */
const ADVISORY_PATIENCE_MS = 60_000;

export interface MigrationFile {
  /** folder name, `<timestamp>_<name>`: the order is the order of the names */
  name: string;
  sql: string;
  /** sha256 of the file, hex */
  checksum: string;
}

/** Migration and database tell different stories; the message names the migration. */
export class MigrationError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MigrationError';
  }
}

export const MIGRATIONS_DIR = resolve('prisma/migrations');

export function readMigrations(dir: string = MIGRATIONS_DIR): MigrationFile[] {
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(join(dir, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

const BOOKKEEPING = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id                  VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum            VARCHAR(64) NOT NULL,
  finished_at         TIMESTAMPTZ,
  migration_name      VARCHAR(255) NOT NULL,
  logs                TEXT,
  rolled_back_at      TIMESTAMPTZ,
  started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

interface AppliedRow {
  migration_name: string;
  checksum: string;
  finished: boolean;
}

async function appliedMigrations(client: pg.Client): Promise<Map<string, AppliedRow>> {
  const table = await client.query<{ exists: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists`,
  );
  if (!table.rows[0]?.exists) return new Map();
  const { rows } = await client.query<AppliedRow>(
    `SELECT migration_name, checksum, finished_at IS NOT NULL AS finished
     FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at`,
  );
  return new Map(rows.map((row) => [row.migration_name, row]));
}

/** The migrations still to run; throws where what ran is not what stands on disk. */
function pendingMigrations(files: MigrationFile[], applied: Map<string, AppliedRow>): MigrationFile[] {
  for (const row of applied.values()) {
    const file = files.find(({ name }) => name === row.migration_name);
    if (!file)
      throw new MigrationError(
        `the database has migration ${row.migration_name}, which is not in the code; update the code`,
      );
    if (!row.finished)
      throw new MigrationError(`migration ${file.name} failed half-way in an earlier run; repair it by hand`);
    if (file.checksum !== row.checksum)
      throw new MigrationError(
        `migration ${file.name} was edited after it was applied; undo the edit and add a new migration`,
      );
  }
  const pending = files.filter(({ name }) => !applied.has(name));
  const lastApplied = [...applied.keys()].sort().at(-1);
  const late = pending.find(({ name }) => lastApplied !== undefined && name < lastApplied);
  if (late)
    throw new MigrationError(
      `migration ${late.name} is older than ${lastApplied}, which is applied already; rename it`,
    );
  return pending;
}

/** What is applied, in the order of the names. */
export async function appliedNow(client: pg.Client): Promise<Pick<MigrationFile, 'name' | 'checksum'>[]> {
  const rows = [...(await appliedMigrations(client)).values()];
  const half = rows.find(({ finished }) => !finished);
  if (half) throw new MigrationError(`migration ${half.migration_name} failed half-way; repair it by hand`);
  return rows
    .map(({ migration_name, checksum }) => ({ name: migration_name, checksum }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Until this connection ends, nobody migrates; others may hold it as well. */
export async function holdMigrations(client: pg.Client): Promise<void> {
  await client.query('SELECT pg_advisory_lock_shared($1)', [PRISMA_LOCK]);
}

async function apply(client: pg.Client, file: MigrationFile): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(`SET LOCAL lock_timeout = '${LOCK_TIMEOUT}'`);
    const started = await client.query<{ at: string }>('SELECT clock_timestamp()::text AS at');
    await client.query(file.sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, $4::timestamptz, clock_timestamp(), 1)`,
      [randomUUID(), file.checksum, file.name, started.rows[0]?.at],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    const where =
      error instanceof pg.DatabaseError && error.position
        ? ` (${placeOf(file.sql, Number(error.position))})`
        : '';
    const what = error instanceof Error ? error.message : String(error);
    throw new MigrationError(`migration ${file.name} failed${where}: ${what}`, { cause: error });
  }
}

function placeOf(sql: string, position: number): string {
  return `line ${sql.slice(0, position - 1).split('\n').length}`;
}

/**
 * Brings the database to the state of the migrations on disk, each file in one transaction.
 * Answers the names applied now. Throws MigrationError and leaves earlier files applied. `wanted` stops short of the newest:
 * for a database as an earlier release had it.
 */
export async function migrate(
  ownerUrl: string,
  dir: string = MIGRATIONS_DIR,
  wanted: (name: string) => boolean = () => true,
): Promise<string[]> {
  const files = readMigrations(dir).filter(({ name }) => wanted(name));
  const client = new pg.Client({
    connectionString: ownerUrl,
    connectionTimeoutMillis: 10_000,
    application_name: 'llmgenie migrate',
  });
  // A server that ends meanwhile is told by the statement that is running, not by the end of the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    // Nothing to do is the usual case and needs no lock.
    if (pendingMigrations(files, await appliedMigrations(client)).length === 0) return [];
    await client.query(`SET lock_timeout = ${ADVISORY_PATIENCE_MS}`);
    await client.query('SELECT pg_advisory_lock($1)', [PRISMA_LOCK]);
    await client.query(BOOKKEEPING);
    const pending = pendingMigrations(files, await appliedMigrations(client));
    for (const file of pending) await apply(client, file);
    return pending.map(({ name }) => name);
  } finally {
    await client.end();
  }
}
