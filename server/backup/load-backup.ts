import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { migrate } from '../db/migrate';
import { type CheckedProject, verifyProjects } from '../events/verify-projects';
import { DamagedBackup, type Entry, readArchive } from './archive';
import { type CheckedBackup, sha256 } from './check-backup';
import { inTransaction, withConnection } from './connect';
import type { BackupTable, Manifest } from './manifest.schema';
import { copied, ourTables, quoted } from './tables';

interface Trigger {
  readonly table: string;
  readonly name: string;
  /** as pg_trigger has it: O, A, R, D */
  readonly fires: string;
}

const AGAIN: Record<string, string> = { O: 'ENABLE', A: 'ENABLE ALWAYS', R: 'ENABLE REPLICA' };

/**
 * Our triggers number, time, chain and refuse: rows that went through them once must not again. Their owner turns them
 * off, one by one, within the transaction that loads: nobody else ever sees them off, and whatever goes wrong turns them
 * on again. Those of foreign keys stay: rows that refer to nothing are refused while loading as at any other time.
 */
async function withoutTriggers<T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  const { rows } = await client.query<Trigger>(
    `SELECT c.relname AS table, t.tgname AS name, t.tgenabled AS fires FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
     WHERE c.relnamespace = 'public'::regnamespace AND NOT t.tgisinternal AND t.tgenabled <> 'D'`,
  );
  const alter = async (how: (trigger: Trigger) => string) => {
    for (const each of rows)
      await client.query(`ALTER TABLE ${quoted(each.table)} ${how(each)} TRIGGER ${quoted(each.name)}`);
  };
  await alter(() => 'DISABLE');
  const result = await work();
  await alter(({ fires }) => AGAIN[fires] ?? 'ENABLE');
  return result;
}

async function copyIn(
  client: pg.Client,
  backup: CheckedBackup,
  table: BackupTable,
  entries: AsyncIterator<Entry>,
): Promise<void> {
  if (table.parts.length === 0) return;
  async function* parts() {
    for (const part of table.parts) {
      const { value } = await entries.next();
      // It was checked a moment ago: somebody writes to the file.
      if (!value || value.name !== part.name || sha256(value.data) !== part.sha256)
        throw new DamagedBackup(backup.path, 'was changed while it was read');
      yield value.data;
    }
  }
  await pipeline(Readable.from(parts()), client.query(copyFrom(`${copied(table)} FROM STDIN`)));
}

async function assertSameTables(client: pg.ClientBase, { tables }: Manifest): Promise<void> {
  const shape = (all: readonly { name: string; columns: readonly string[] }[]) =>
    all.map(({ name, columns }) => `${name}(${columns.toSorted().join()})`).sort();
  const [ours, theirs] = [shape(await ourTables(client)), shape(tables)];
  const odd = [...ours, ...theirs].find((each) => !ours.includes(each) || !theirs.includes(each));
  if (odd !== undefined) throw new Error(`its tables are not those of its migrations: ${odd}`);
}

/** What a count, a key or a head that differs says, as the end of a sentence. */
async function assertWhole(client: pg.ClientBase, { tables, heads }: Manifest): Promise<void> {
  for (const { name, rows } of tables) {
    const counted = await client.query<{ rows: number }>(`SELECT count(*) AS rows FROM ${quoted(name)}`);
    if (counted.rows[0]?.rows !== rows)
      throw new Error(`${name} has ${counted.rows[0]?.rows} rows instead of ${rows}`);
  }
  const clocks = await client.query<{ key: string; seq: number; hash: string; behind: boolean }>(
    `SELECT p.key, c.seq, encode(c.last_hash, 'hex') AS hash,
       c.next_number <= (SELECT coalesce(max(number), 0) FROM handoff h WHERE h.project_id = c.project_id) AS behind
     FROM project_clock c JOIN project p ON p.id = c.project_id`,
  );
  const odd = clocks.rows.find(
    ({ key, seq, hash, behind }) => behind || heads[key]?.seq !== seq || heads[key]?.hash !== hash,
  );
  if (odd !== undefined || clocks.rows.length !== Object.keys(heads).length)
    throw new Error(`the clock of ${odd?.key ?? 'a project'} is not where it was`);
}

/**
 * A restored database is another one: numbers that clients have beyond its heads will be given to other events, so its
 * epoch changes, and they fetch everything anew. Whoever signed out or was signed out after the backup stays so.
 */
async function beginEpoch(client: pg.ClientBase): Promise<void> {
  await client.query('UPDATE project_clock SET epoch = gen_random_uuid(), rules_epoch = rules_epoch + 1');
  await client.query(
    `UPDATE "user" SET token_version = 1 + greatest(token_version, extract(epoch FROM clock_timestamp() - timestamptz '2026-01-01')::int)`,
  );
}

export interface Loaded {
  readonly projects: readonly CheckedProject[];
}

/**
 * Loads a checked backup into a database without any rows of ours, at the migrations that the backup names, verifies it
 * there, and then migrates it to the code's. Everything but the tables themselves is one transaction: it stays empty
 * where anything is not as the backup says. A log that was broken already when it was backed up is refused unless
 * `brokenToo`.
 */
export async function loadBackup(
  ownerUrl: string,
  backup: CheckedBackup,
  options: { brokenToo?: boolean | undefined; migrationsDir?: string | undefined } = {},
): Promise<Loaded> {
  const { manifest, path } = backup;
  const names = new Set(manifest.migrations.map(({ name }) => name));
  await migrate(ownerUrl, options.migrationsDir, (name) => names.has(name));
  const projects = await withConnection(ownerUrl, (client) =>
    inTransaction(client, '', async () => {
      await assertSameTables(client, manifest);
      const entries = readArchive(path);
      try {
        await withoutTriggers(client, async () => {
          // What migrations put there is in the backup as well.
          await client.query(`TRUNCATE ${manifest.tables.map(({ name }) => quoted(name)).join(', ')}`);
          for (const table of manifest.tables) await copyIn(client, backup, table, entries);
        });
      } finally {
        await entries.return();
      }
      for (const { name, value, called } of manifest.sequences)
        await client.query('SELECT setval($1::regclass, $2, $3)', [quoted(name), value, called]);
      await assertWhole(client, manifest);
      const checked = await verifyProjects(client, { against: manifest.heads });
      const broken = checked.find((each) => each.kind === 'checked' && !each.report.intact);
      if (broken?.kind === 'checked' && !broken.report.intact && options.brokenToo !== true)
        throw new Error(
          `the log of ${broken.key} was broken already when it was backed up (event ${broken.report.seq}); --broken-too restores it as it is`,
        );
      await beginEpoch(client);
      return checked;
    }),
  ).catch((error: unknown) => {
    // A value that the database refuses stands in the file, whatever its checksums say.
    if (error instanceof pg.DatabaseError)
      throw new Error(`${path} cannot be restored: ${error.message}; nothing was changed`, { cause: error });
    throw error;
  });
  await migrate(ownerUrl, options.migrationsDir);
  // Without these the first reads of a large project take a wrong way.
  await withConnection(ownerUrl, (client) => client.query('ANALYZE'));
  return { projects };
}
