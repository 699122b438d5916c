import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { command as backup } from '../cli/backup';
import { deskFor } from '../cli/command.fixture';
import { command as restore } from '../cli/restore';
import { command as verify } from '../cli/verify';
import { migrate } from '../db/migrate';
import { createPool } from '../db/pool';
import { createTestDatabase } from '../db/test-database';
import { readClock, readEvents } from '../events/read-events';
import { createEventStreams } from '../events/stream';
import { type BackedUp, backedUp, manifestOf } from './place.fixture';

let setting: BackedUp;
let scene: BackedUp['scene'];
let source: BackedUp['source'];
let clean: BackedUp['clean'];
let file: string;
let original: Record<string, string>;
let cursor: { after: number; epoch: string };
let projects: number;

/** Every row of every table, as one hash a table; what a restore changes on purpose left out. */
async function contents(pool: pg.Pool): Promise<Record<string, string>> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
       AND relname <> '_prisma_migrations' ORDER BY relname`,
  );
  const found: Record<string, string> = {};
  for (const { name } of rows) {
    const { rows: hashes } = await pool.query<{ hash: string }>(
      `SELECT md5(coalesce(string_agg(t::text, chr(10) ORDER BY t::text), '')) AS hash
       FROM (SELECT to_jsonb(x) - 'epoch' - 'rules_epoch' - 'token_version' FROM "${name}" x) t`,
    );
    found[name] = hashes[0]?.hash ?? '';
  }
  return found;
}

beforeAll(async () => {
  setting = await backedUp();
  ({ scene, source, clean, file } = setting);
  original = await contents(scene.world.db.ownerPool);
  const manifest = await manifestOf(file);
  cursor = { after: 1, epoch: manifest.heads.llmgenie?.epoch ?? '' };
  projects = Object.keys(manifest.heads).length;
}, 120_000);
afterAll(() => setting?.remove());

test('a backup is one file that only its owner reads, an ordinary gzipped tar, and says what is in it', async () => {
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(source.dir)).toEqual(['day.backup']);
  const sha = createHash('sha256').update(readFileSync(file)).digest('hex');
  expect(source.printed).toEqual([
    expect.stringMatching(`^day.backup: \\d+ tables, \\d+ rows, as of .* MB, sha256 ${sha}$`),
  ]);
  const manifest = await manifestOf(file);
  const at = Object.fromEntries(manifest.tables.map(({ name }, place) => [name, place]));
  expect(at.project).toBeLessThan(Number(at.project_clock));
  expect(at.handoff).toBeLessThan(Number(at.transfer));
  const clock = await readClock(scene.world.db.pool, scene.world.projectId);
  expect(manifest.heads.llmgenie?.epoch).toBe(clock?.epoch);
});

test('what is written while it runs is in it whole or not at all, and nobody waits', async () => {
  const { world } = scene;
  let writing = true;
  const writer = (async () => {
    let made = 0;
    for (; writing; made += 1)
      await world.as('lead', 'handoff.comment', { handoff: scene.handoffs.offered, body: `Note ${made}` });
    return made;
  })();
  try {
    for (let turn = 0; turn < 3; turn += 1) await source.run(backup, 'busy.backup');
  } finally {
    writing = false;
  }
  expect(await writer).toBeGreaterThan(0);
  const db = await createTestDatabase({ empty: true });
  const given = deskFor(db);
  copyFileSync(join(source.dir, 'busy.backup'), join(given.dir, 'busy.backup'));
  await given.run(restore, 'busy.backup');
  expect(given.printed.filter((line) => line.includes(' intact '))).toHaveLength(projects);
  given.remove();
  await db.drop();
});

test('restored on a clean machine: the same rows, the same heads, another epoch, and work goes on', async () => {
  const { world } = scene;
  const before = await manifestOf(join(clean.desk.dir, 'day.backup'));
  clean.desk.printed.length = 0;
  await clean.desk.run(restore, 'day.backup');
  expect(await clean.databases()).toEqual(['llmgenie', 'postgres']);
  const heads = Object.entries(before.heads).map(([key, { seq, hash }]) => `${key} intact ${seq}:${hash}`);
  expect(clean.desk.printed.filter((line) => line.includes('intact'))).toEqual(heads);
  clean.desk.printed.length = 0;
  await clean.desk.run(verify);
  expect(clean.desk.printed).toEqual(heads);

  const pool = createPool(clean.cluster.appUrl, { max: 4 });
  const owner = createPool(clean.cluster.ownerUrl, { max: 1 });
  expect(await contents(owner)).toEqual(original);

  // A browser that was connected before goes on from where it was.
  const streams = createEventStreams({
    bus: { subscribe: () => () => undefined },
    log: {
      clock: (project) => readClock(pool, project),
      read: (project, after, limit) => readEvents(pool, project, after, limit),
    },
  });
  const body = await streams.open({ projectId: world.projectId, cursor, authorise: async () => undefined });
  const reader = body.getReader();
  let said = '';
  for (; !said.includes('event: reset'); )
    said += Buffer.from((await reader.read()).value ?? []).toString('utf8');
  const clock = await readClock(pool, world.projectId);
  expect(clock?.epoch).not.toBe(cursor.epoch);
  expect(said).toContain(`event: reset\ndata: ${JSON.stringify(clock)}`);
  await reader.cancel();
  streams.close();

  // Triggers number, chain and refuse as ever.
  const { rows } = await pool.query<{ seq: number }>(
    `INSERT INTO event (project_id, body) VALUES ($1, '{"type": "test.happened"}') RETURNING seq`,
    [world.projectId],
  );
  expect(rows[0]?.seq).toBe(Number(clock?.seq) + 1);
  await expect(owner.query('DELETE FROM event')).rejects.toThrow('append-only');
  await Promise.all([pool.end(), owner.end()]);
});

test('what is there already is replaced only when told, and kept', async () => {
  await expect(clean.desk.run(restore, 'day.backup')).rejects.toThrow(/not empty: --replace keeps it/);
  clean.desk.printed.length = 0;
  await clean.desk.run(restore, 'day.backup', '--replace');
  const said = clean.desk.printed.find((line) => line.startsWith('the database before')) ?? '';
  const kept = said.split(' ').at(-1) ?? '';
  expect(kept).toMatch(/^llmgenie_before_\d{8}t\d{9}$/);
  expect(await clean.databases()).toEqual(['llmgenie', kept, 'postgres']);
  const url = new URL(clean.cluster.ownerUrl);
  url.pathname = `/${kept}`;
  const pool = createPool(url.toString(), { max: 1 });
  const { rows } = await pool.query(`SELECT FROM event WHERE type = 'test.happened'`);
  expect(rows).toHaveLength(1);
  await pool.end();
});

test('a restore is undone, and what was kept is dropped when told', async () => {
  clean.desk.printed.length = 0;
  await clean.desk.run(restore, '--undo');
  expect(clean.desk.printed).toEqual([
    expect.stringMatching(/^llmgenie_before_\w+ is back; what was there is kept as llmgenie_before_\w+$/),
  ]);
  const pool = createPool(clean.cluster.ownerUrl, { max: 1 });
  expect((await pool.query(`SELECT FROM event WHERE type = 'test.happened'`)).rows).toHaveLength(1);
  await pool.end();
  await clean.desk.run(restore, '--forget');
  expect(await clean.databases()).toEqual(['llmgenie', 'postgres']);
  await expect(clean.desk.run(restore, '--undo')).rejects.toThrow('no restore kept a database');
});

test('backup --verify restores for trial, leaves nothing behind, and publishes only what passed', async () => {
  clean.desk.printed.length = 0;
  const before = await clean.databases();
  await clean.desk.run(backup, 'tried.backup', '--verify');
  expect(clean.desk.printed.filter((line) => /^restored for trial: \S+ intact /.test(line))).toHaveLength(
    projects,
  );
  expect(await clean.databases()).toEqual(before);
  // Where no database may be made for the trial, the file does not appear.
  await expect(source.run(backup, 'tried.backup', '--verify')).rejects.toThrow('may not make a database');
  expect(existsSync(join(source.dir, 'tried.backup'))).toBe(false);
});

test('a log that was broken before the backup is told, and restored only when told', async () => {
  const { ownerPool } = scene.world.db;
  const type = async (from: string, to: string) => {
    await ownerPool.query('ALTER TABLE event DISABLE TRIGGER event_append_only');
    await ownerPool.query('UPDATE event SET type = $2 WHERE type = $1 AND seq = 1', [from, to]);
    await ownerPool.query('ALTER TABLE event ENABLE TRIGGER event_append_only');
  };
  await type('project.created', 'odd');
  await source.run(backup, 'broken.backup');
  await type('odd', 'project.created');
  const db = await createTestDatabase({ empty: true });
  const given = deskFor(db);
  copyFileSync(join(source.dir, 'broken.backup'), join(given.dir, 'broken.backup'));
  await expect(given.run(restore, 'broken.backup')).rejects.toThrow(
    /the log of \w+ was broken already when it was backed up \(event 1\); --broken-too/,
  );
  const server = createPool(db.ownerUrl, { max: 1 });
  expect((await server.query('SELECT FROM "user"')).rows).toEqual([]);
  await expect(given.run(restore, 'broken.backup')).rejects.toThrow(/a server of llmgenie is connected/);
  await server.end();
  await given.run(restore, 'broken.backup', '--broken-too');
  expect(given.printed).toContainEqual('lab: event 1 says something else than what was sealed');
  given.remove();
  await db.drop();
});

test('a given database that is not empty, or newer than the backup, is left alone', async () => {
  await expect(source.run(restore, 'day.backup')).rejects.toThrow(/DATABASE_URL is not empty/);
  const db = await createTestDatabase({ empty: true });
  await migrate(db.ownerUrl);
  const given = deskFor(db);
  copyFileSync(file, join(given.dir, 'day.backup'));
  truncateSync(join(given.dir, 'day.backup'), 100);
  await expect(given.run(restore, 'day.backup')).rejects.toThrow('is cut off');
  given.remove();
  await db.drop();
});
