import { createHash } from 'node:crypto';
import { readMigrations } from '../db/migrate';
import { DamagedBackup, type Entry, readArchive } from './archive';
import { Manifest } from './manifest.schema';

export const MANIFEST = 'manifest.json';

export interface CheckedBackup {
  readonly path: string;
  readonly manifest: Manifest;
}

export const sha256 = (data: Buffer): string => createHash('sha256').update(data).digest('hex');

function parseManifest(path: string, data: Buffer): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(data.toString('utf8'));
  } catch (error) {
    throw new DamagedBackup(path, 'is damaged: its manifest cannot be read', { cause: error });
  }
  const format = Object(value).format;
  if (Object(value).product === 'llmgenie' && typeof format === 'number' && format > 1)
    throw new Error(`${path} has the format ${format} of a newer llmgenie; update the code`);
  const parsed = Manifest.safeParse(value);
  if (!parsed.success) throw new DamagedBackup(path, 'is damaged: its manifest is incomplete');
  return parsed.data;
}

/** Refuses what this code cannot restore: it has to know every migration, as it was applied. */
function assertKnown(path: string, { migrations }: Manifest, dir: string | undefined): void {
  const files = readMigrations(dir);
  for (const { name, checksum } of migrations) {
    const file = files.find((each) => each.name === name);
    if (file === undefined)
      throw new Error(
        `${path} was made by a newer llmgenie: migration ${name} is not in the code; update the code`,
      );
    if (file.checksum !== checksum)
      throw new Error(`${path} was made with another migration ${name} than the code has`);
  }
}

/**
 * Reads the whole file once and compares every part with what the manifest says of it. Nothing is touched before this
 * went well. `migrationsDir` is the code's own by default.
 */
export async function checkBackup(path: string, migrationsDir?: string): Promise<CheckedBackup> {
  const seen: { name: string; bytes: number; sha256: string }[] = [];
  let last: Entry | undefined;
  for await (const entry of readArchive(path)) {
    if (last !== undefined) throw new DamagedBackup(path, 'is damaged: something stands behind its manifest');
    if (entry.name === MANIFEST) last = entry;
    else seen.push({ name: entry.name, bytes: entry.data.length, sha256: sha256(entry.data) });
  }
  if (last === undefined) throw new DamagedBackup(path, 'is no backup of llmgenie');
  const manifest = parseManifest(path, last.data);
  const parts = manifest.tables.flatMap((table) => table.parts);
  for (const [place, part] of parts.entries()) {
    const found = seen[place];
    if (found === undefined || found.name !== part.name) throw new DamagedBackup(path, `lacks ${part.name}`);
    if (found.sha256 !== part.sha256 || found.bytes !== part.bytes)
      throw new DamagedBackup(path, `is damaged: ${part.name} is not as it was written`);
  }
  if (seen.length > parts.length) throw new DamagedBackup(path, 'holds more than its manifest says');
  assertKnown(path, manifest, migrationsDir);
  return { path, manifest };
}
