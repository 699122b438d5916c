import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { boot } from '../cli/boot';
import { type Desk, deskFor } from '../cli/command.fixture';
import { command as restore } from '../cli/restore';
import { command as verify } from '../cli/verify';
import { openCluster } from '../db/cluster';
import { appliedNow, MIGRATIONS_DIR, migrate, readMigrations } from '../db/migrate';
import { createPool } from '../db/pool';
import { createTestDatabase, type TestDatabase } from '../db/test-database';
import { withConnection } from './connect';
import { manifestOf } from './place.fixture';
import { writeBackup } from './write-backup';

const FOUNDATION = '20261123000000_foundation';
const OLD = '0193a000-0000-7000-8000-0000000000aa';

let dataDir: string;
let oldBackup: string;
let environment: NodeJS.ProcessEnv;
const databases: TestDatabase[] = [];
const desks: Desk[] = [];

/** What the release of the first migration left on disk, and a backup of it. */
beforeAll(async () => {
  environment = { ...process.env };
  dataDir = mkdtempSync(join(tmpdir(), 'llmgenie-upgrade-'));
  oldBackup = join(dataDir, 'old.backup');
  const cluster = await openCluster({ dataDir, durable: true });
  await migrate(cluster.ownerUrl, MIGRATIONS_DIR, (name) => name <= FOUNDATION);
  await withConnection(cluster.ownerUrl, (client) =>
    client.query(readFileSync('server/backup/fixtures/foundation.sql', 'utf8')),
  );
  await writeBackup(cluster.ownerUrl, oldBackup);
  await cluster.stop();
  Object.assign(process.env, {
    LLMGENIE_DATA: dataDir,
    LLMGENIE_SAMPLE: '0',
    DATABASE_URL: '',
    DATABASE_POOL_URL: '',
    PORT: '0',
  });
}, 60_000);
afterEach(async () => {
  for (const desk of desks.splice(0)) desk.remove();
  for (const db of databases.splice(0)) await db.drop();
});
afterAll(() => {
  process.env = environment;
  rmSync(dataDir, { recursive: true, force: true });
});

async function emptyDesk(): Promise<{ db: TestDatabase; desk: Desk }> {
  const db = await createTestDatabase({ empty: true });
  databases.push(db);
  const desk = deskFor(db);
  desks.push(desk);
  return { db, desk };
}

/** What must have come through every migration since. */
async function assertUpgraded(ownerUrl: string): Promise<void> {
  const pool = createPool(ownerUrl, { max: 1 });
  try {
    const { rows } = await pool.query(
      `SELECT h.title, h.number, c.body, encode(b.bytes, 'hex') AS bytes, i.text, i.leaf,
         (SELECT array_agg(name ORDER BY name) FROM agent_token) AS tokens,
         (SELECT array_agg(a.name || ' ' || a.permission ORDER BY a.name) FROM actor a JOIN project p ON p.id = a.project_id
           WHERE p.key = 'instance' AND a.kind = 'person') AS instance
       FROM handoff h JOIN comment c ON c.handoff_id = h.id JOIN blob b ON b.project_id = h.project_id
         JOIN plan_item i ON i.project_id = h.project_id WHERE h.project_id = $1`,
      [OLD],
    );
    expect(rows).toEqual([
      {
        title: 'Первая карточка',
        number: 1,
        body: 'Tab\there, backslash \\ and\na line.',
        bytes: '00ff10',
        text: 'One',
        leaf: true,
        tokens: ['t1', 't2'],
        instance: ['ada@old.test admin', 'bob@old.test viewer'],
      },
    ]);
    const applied = await withConnection(ownerUrl, appliedNow);
    expect(applied).toEqual(readMigrations().map(({ name, checksum }) => ({ name, checksum })));
  } finally {
    await pool.end();
  }
}

test('a backup of the first release is restored, verified as it was, and brought to this one', async () => {
  const { db, desk } = await emptyDesk();
  copyFileSync(oldBackup, join(desk.dir, 'old.backup'));
  const { heads, migrations } = await manifestOf(oldBackup);
  expect(migrations.map(({ name }) => name)).toEqual([FOUNDATION]);
  await desk.run(restore, 'old.backup');
  await assertUpgraded(db.ownerUrl);
  desk.printed.length = 0;
  await desk.run(verify);
  expect(desk.printed).toContainEqual(`old intact 3:${heads.old?.hash}`);
});

test('a data folder of the first release starts with this one, keeps everything and verifies', async () => {
  const { heads } = await manifestOf(oldBackup);
  const running = await boot({ purpose: 'server', log: () => undefined });
  try {
    await assertUpgraded(running.ownerUrl);
    const desk = deskFor(running);
    desks.push(desk);
    await desk.run(verify);
    expect(desk.printed).toEqual([
      expect.stringMatching(/^instance intact /),
      `old intact 3:${heads.old?.hash}`,
    ]);
  } finally {
    await running.stop();
  }
});

test('a data folder of a newer release is refused by this one, and left as it is', async () => {
  const count = (url: string) =>
    withConnection(url, async (client) => (await client.query('SELECT count(*) FROM event')).rows);
  const running = await boot({ purpose: 'command', log: () => undefined });
  await withConnection(running.ownerUrl, (client) =>
    client.query(`INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
      VALUES ('later', repeat('0', 64), '20991231000000_later', now(), 1)`),
  );
  const before = await count(running.ownerUrl);
  await running.stop();
  await expect(boot({ purpose: 'server', log: () => undefined })).rejects.toThrow(
    /^the database has migration 20991231000000_later, which is not in the code; update the code$/,
  );
  // Nothing holds the folder, and a backup can be made of it all the same.
  const cluster = await openCluster({ dataDir, purpose: 'command', alone: true });
  expect(await count(cluster.ownerUrl)).toEqual(before);
  await writeBackup(cluster.ownerUrl, join(dataDir, 'later.backup'));
  await cluster.stop();
  const { desk } = await emptyDesk();
  copyFileSync(join(dataDir, 'later.backup'), join(desk.dir, 'later.backup'));
  await expect(desk.run(restore, 'later.backup')).rejects.toThrow(
    /made by a newer llmgenie: migration 20991231000000_later is not in the code; update the code$/,
  );
});

test('the first file of format 1 that was ever kept is restored by every later release', async () => {
  const { desk } = await emptyDesk();
  copyFileSync('server/backup/fixtures/format-1.backup', join(desk.dir, 'kept.backup'));
  const { heads } = await manifestOf(join(desk.dir, 'kept.backup'));
  await desk.run(restore, 'kept.backup');
  desk.printed.length = 0;
  await desk.run(verify);
  const { instance, ...projects } = heads;
  // A later migration may log something in the instance.
  expect(desk.printed).toContainEqual(expect.stringMatching(/^instance intact /));
  for (const [key, head] of Object.entries(projects))
    expect(desk.printed).toContain(`${key} intact ${head.seq}:${head.hash}`);
  expect(instance?.seq).toBeGreaterThan(0);
});
