import { appliedNow } from '../db/migrate';
import { DATABASE } from '../db/roles';
import type { CheckedProject } from '../events/verify-projects';
import type { CheckedBackup } from './check-backup';
import { inTransaction, withConnection } from './connect';
import { loadBackup } from './load-backup';
import { dropDatabase, makerUrl, makeScratch, type Place, sweepScratch } from './scratch';
import { ourTables, quoted } from './tables';

export interface RestoreOptions {
  /** Take the place of a database that holds something. */
  readonly replace?: boolean | undefined;
  readonly brokenToo?: boolean | undefined;
  readonly migrationsDir?: string | undefined;
}

export interface Restored {
  readonly projects: readonly CheckedProject[];
  /** Name of the database that was there before; null where nothing was in it. */
  readonly kept: string | null;
}

interface Contents {
  readonly migrations: readonly string[];
  readonly tables: number;
  /** A person, or a project that somebody made. */
  readonly something: boolean;
}

function contentsOf(ownerUrl: string): Promise<Contents> {
  return withConnection(ownerUrl, async (client) => {
    const names = (await ourTables(client)).map(({ name }) => name);
    const migrations = (await appliedNow(client)).map(({ name }) => name);
    if (!names.includes('user') || !names.includes('project'))
      return { migrations, tables: names.length, something: names.length > 0 };
    const { rows } = await client.query<{ something: boolean }>(
      `SELECT EXISTS (SELECT FROM "user") OR EXISTS (SELECT FROM project WHERE key <> 'instance') AS something`,
    );
    return { migrations, tables: names.length, something: rows[0]?.something !== false };
  });
}

/** `2026-11-25T10:20:30.123456Z` -> `llmgenie_before_20261125t102030` */
async function nameOfKept(place: Place): Promise<string> {
  const { rows } = await withConnection(makerUrl(place), (client) =>
    client.query<{ at: string }>(`SELECT to_char(clock_timestamp(), 'YYYYMMDD"t"HH24MISSMS') AS at`),
  );
  return `${DATABASE}_before_${rows[0]?.at}`;
}

/** Both names change in one transaction: killed at any moment, the folder has the old database or the new one. */
async function swap(place: Place, scratch: string): Promise<string> {
  const kept = await nameOfKept(place);
  await withConnection(makerUrl(place), (client) =>
    inTransaction(client, '', async () => {
      await client.query(`ALTER DATABASE ${quoted(DATABASE)} RENAME TO ${quoted(kept)}`);
      await client.query(`ALTER DATABASE ${quoted(scratch)} RENAME TO ${quoted(DATABASE)}`);
    }),
  );
  return kept;
}

/** Names of the databases that restores kept, the latest last. */
async function keptDatabases(place: Place): Promise<string[]> {
  if (place.cluster === undefined)
    throw new Error('a database given by DATABASE_URL is never replaced, so none is kept');
  const { rows } = await withConnection(makerUrl(place), (client) =>
    client.query<{ name: string }>(
      'SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1) ORDER BY datname',
      [`${DATABASE}_before_`],
    ),
  );
  return rows.map(({ name }) => name);
}

/** Puts back what the last restore replaced; what it takes the place of is kept in its turn. */
export async function undoRestore(place: Place): Promise<{ back: string; kept: string }> {
  const back = (await keptDatabases(place)).at(-1);
  if (back === undefined) throw new Error('no restore kept a database');
  return { back, kept: await swap(place, back) };
}

/** Drops every database that a restore kept. */
export async function forgetKept(place: Place): Promise<string[]> {
  const names = await keptDatabases(place);
  for (const name of names) await dropDatabase(place, name);
  return names;
}

/** The embedded cluster, which the caller has alone: loaded and verified beside the live database, then put in its place. */
async function restoreEmbedded(
  place: Place,
  backup: CheckedBackup,
  options: RestoreOptions,
): Promise<Restored> {
  const before = await contentsOf(place.ownerUrl);
  if (before.something && options.replace !== true)
    throw new Error(
      'the database is not empty: --replace keeps it under another name and puts the backup in its place',
    );
  await sweepScratch(place);
  const scratch = await makeScratch(place);
  try {
    const { projects } = await loadBackup(scratch.ownerUrl, backup, options);
    const kept = await swap(place, scratch.name);
    if (before.something) return { projects, kept };
    await dropDatabase(place, kept);
    return { projects, kept: null };
  } catch (error) {
    await dropDatabase(place, scratch.name);
    throw error;
  }
}

/** Whoever gives a database gives an empty one: a mistake in an address must not cost somebody else's data. */
async function restoreGiven(place: Place, backup: CheckedBackup, options: RestoreOptions): Promise<Restored> {
  if (options.replace === true)
    throw new Error('--replace is for the embedded database; make an empty one and point DATABASE_URL to it');
  const before = await contentsOf(place.ownerUrl);
  const names = new Set(backup.manifest.migrations.map(({ name }) => name));
  if (before.something || (before.tables > 0 && !before.migrations.every((name) => names.has(name))))
    throw new Error(
      'the database of DATABASE_URL is not empty; make an empty one and point DATABASE_URL to it',
    );
  const { rows } = await withConnection(place.ownerUrl, (client) =>
    client.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
         AND application_name LIKE 'llmgenie%' AND application_name NOT IN ('llmgenie backup', 'llmgenie migrate')`,
    ),
  );
  if (rows.length > 0) throw new Error('a server of llmgenie is connected to the database; stop it first');
  return { ...(await loadBackup(place.ownerUrl, backup, options)), kept: null };
}

/** Puts a checked backup in place. Whatever fails leaves the database as it was. */
export function restoreBackup(
  place: Place,
  backup: CheckedBackup,
  options: RestoreOptions = {},
): Promise<Restored> {
  return place.cluster === undefined
    ? restoreGiven(place, backup, options)
    : restoreEmbedded(place, backup, options);
}

/** Restores into a database that is dropped afterwards: whether it can be done, and what verify says there. */
export async function tryBackup(
  place: Place,
  backup: CheckedBackup,
  options: Pick<RestoreOptions, 'brokenToo'> = {},
): Promise<readonly CheckedProject[]> {
  const scratch = await makeScratch(place);
  try {
    return (await loadBackup(scratch.ownerUrl, backup, options)).projects;
  } finally {
    await dropDatabase(place, scratch.name);
  }
}
