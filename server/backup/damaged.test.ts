import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { command as restore } from '../cli/restore';
import { readArchive, writeArchive } from './archive';
import { MANIFEST } from './check-backup';
import type { Manifest } from './manifest.schema';
import { type BackedUp, backedUp } from './place.fixture';

let setting: BackedUp;

beforeAll(async () => {
  setting = await backedUp();
}, 120_000);
afterAll(() => setting?.remove());

const type = (...args: string[]) => setting.clean.desk.run(restore, ...args);
const spoilt = () => join(setting.clean.desk.dir, 'bad.backup');

test.each([
  ['cut in the middle', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2), 'is cut off'],
  ['without its last byte', (bytes: Buffer) => bytes.subarray(0, -1), 'is cut off'],
  ['with a byte too many', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('x')]), 'is'],
  ['empty', () => Buffer.alloc(0), 'is cut off'],
  ['something else', () => Buffer.from('PK\x03\x04 not ours'), 'is no backup of llmgenie'],
])('a file %s is refused in one line and changes nothing', async (_, damage, says) => {
  writeFileSync(spoilt(), damage(readFileSync(setting.file)));
  await expect(type('bad.backup')).rejects.toThrow(
    new RegExp(`^.*bad\\.backup ${says}.*; nothing was changed$`),
  );
  expect(await setting.clean.databases()).toEqual(['llmgenie', 'postgres']);
});

test('a flipped byte is found wherever it is', async () => {
  const whole = readFileSync(setting.file);
  for (let share = 0; share < 24; share += 1) {
    const bytes = Buffer.from(whole);
    const at = 12 + Math.floor(((bytes.length - 13) * share) / 23);
    bytes[at] = Number(bytes[at]) ^ 0x10;
    writeFileSync(spoilt(), bytes);
    await expect(type('bad.backup'), `byte ${at}`).rejects.toThrow(/; nothing was changed$/);
  }
  expect(await setting.clean.databases()).toEqual(['llmgenie', 'postgres']);
});

/** Packs it anew with right checksums of the file itself: only what the manifest says can be wrong. */
async function repack(change: (name: string, data: Buffer) => Buffer): Promise<void> {
  const archive = writeArchive(spoilt());
  for await (const { name, data } of readArchive(setting.file)) await archive.add(name, change(name, data));
  await archive.end();
  await archive.publish();
}

const edited = (change: (manifest: Manifest) => unknown) => (name: string, data: Buffer) =>
  name === MANIFEST ? Buffer.from(JSON.stringify(change(JSON.parse(data.toString('utf8'))))) : data;

test.each([
  [
    'a part that is not as the manifest says',
    (name: string, data: Buffer) =>
      name.includes('-comment.')
        ? Buffer.from(data.toString('latin1').replace(/quokka/, 'wombat'), 'latin1')
        : data,
    /-comment\.00001 is not as it was written; nothing was changed$/,
  ],
  [
    'a head that the log does not have',
    edited((manifest) => ({
      ...manifest,
      heads: { ...manifest.heads, lab: { ...manifest.heads.lab, hash: '0'.repeat(64) } },
    })),
    /the clock of lab is not where it was/,
  ],
  [
    'another count',
    edited((manifest) => ({
      ...manifest,
      tables: manifest.tables.map((table) => (table.name === 'comment' ? { ...table, rows: 0 } : table)),
    })),
    /comment has \d+ rows instead of 0/,
  ],
  [
    'a migration that this code does not have',
    edited((manifest) => ({
      ...manifest,
      migrations: [...manifest.migrations, { name: '20991231000000_later', checksum: '0'.repeat(64) }],
    })),
    /made by a newer llmgenie: migration 20991231000000_later is not in the code/,
  ],
  [
    'a newer format',
    edited((manifest) => ({ ...manifest, format: 2 })),
    /has the format 2 of a newer llmgenie/,
  ],
])('%s is refused and changes nothing', async (_, change, says) => {
  await repack(change);
  await expect(type('bad.backup')).rejects.toThrow(says);
  expect(await setting.clean.databases()).toEqual(['llmgenie', 'postgres']);
});
