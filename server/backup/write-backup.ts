import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { appliedNow, holdMigrations } from '../db/migrate';
import type { NotedHead } from '../domain/integrity/integrity.schema';
import { type ArchiveWriter, writeArchive } from './archive';
import { MANIFEST, sha256 } from './check-backup';
import { inTransaction, withConnection } from './connect';
import type { BackupTable, Manifest } from './manifest.schema';
import { copied, ourTables, sequences, type TableShape } from './tables';

/** Bytes of a part: what is held in memory at once, beside the one row that COPY is at. */
const PART = 4 * 1024 * 1024;

export interface WrittenBackup {
  readonly manifest: Manifest;
  readonly bytes: number;
  readonly sha256: string;
}

async function dumpTable(
  client: pg.Client,
  archive: ArchiveWriter,
  table: TableShape,
  place: number,
): Promise<BackupTable> {
  const parts: BackupTable['parts'] = [];
  const flush = async (data: Buffer) => {
    const name = `data/${String(place).padStart(3, '0')}-${table.name}.${String(parts.length + 1).padStart(5, '0')}`;
    await archive.add(name, data);
    parts.push({ name, bytes: data.length, sha256: sha256(data) });
  };
  const stream = client.query(copyTo(`${copied(table)} TO STDOUT`));
  let held: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    held.push(chunk);
    size += chunk.length;
    if (size < PART) continue;
    const all = Buffer.concat(held, size);
    let from = 0;
    for (; size - from >= PART; from += PART) await flush(all.subarray(from, from + PART));
    held = [all.subarray(from)];
    size -= from;
  }
  if (size > 0) await flush(Buffer.concat(held, size));
  return { name: table.name, columns: [...table.columns], rows: stream.rowCount ?? 0, parts };
}

async function heads(client: pg.ClientBase): Promise<Manifest['heads']> {
  const { rows } = await client.query<NotedHead & { key: string }>(
    `SELECT p.key, p.id, c.seq, encode(c.last_hash, 'hex') AS hash, c.epoch, to_jsonb(c.last_at) #>> '{}' AS at
     FROM project p JOIN project_clock c ON c.project_id = p.id ORDER BY p.key`,
  );
  return Object.fromEntries(rows.map(({ key, ...head }) => [key, head]));
}

/** Everything as of one moment; whoever writes meanwhile is neither held up nor seen. */
async function dump(client: pg.Client, archive: ArchiveWriter): Promise<Manifest> {
  await holdMigrations(client);
  return inTransaction(client, 'ISOLATION LEVEL REPEATABLE READ, READ ONLY', async () => {
    const migrations = await appliedNow(client);
    if (migrations.length === 0) throw new Error('the database is empty: there is nothing to back up');
    const { rows } = await client.query<{ at: string; version: string }>(
      `SELECT to_jsonb(now()) #>> '{}' AS at, current_setting('server_version') AS version`,
    );
    const tables: BackupTable[] = [];
    for (const [place, table] of (await ourTables(client)).entries())
      tables.push(await dumpTable(client, archive, table, place + 1));
    return {
      product: 'llmgenie',
      format: 1,
      madeAt: rows[0]?.at ?? '',
      postgres: rows[0]?.version ?? '',
      migrations,
      tables,
      sequences: await sequences(client),
      heads: await heads(client),
    };
  });
}

/**
 * Writes one file with everything in the database, while it is in use. The file gets its name when it is whole, on disk,
 * and `accept` (a trial restore) had nothing against it.
 */
export async function writeBackup(
  ownerUrl: string,
  path: string,
  accept: (draft: string) => Promise<void> = async () => {},
): Promise<WrittenBackup> {
  const archive = writeArchive(path);
  try {
    const manifest = await withConnection(ownerUrl, (client) => dump(client, archive));
    await archive.add(MANIFEST, Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`));
    const { bytes, sha256 } = await archive.end();
    await accept(archive.draft);
    await archive.publish();
    return { manifest, bytes, sha256 };
  } catch (error) {
    await archive.discard();
    throw error;
  }
}
