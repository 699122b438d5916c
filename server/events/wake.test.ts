import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withConnection } from '../db/roles';
import { createTestDatabase, type TestDatabase } from '../db/test-database';
import { createWakeBus, type WakeBus } from './wake';

let db: TestDatabase;
const open: WakeBus[] = [];

beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(async () => {
  await Promise.all(open.map((bus) => bus.close()));
  await db.drop();
});

/** Long enough that only what is tested can explain a delivery. */
const NEVER_MS = 60_000;

function bus(
  options: { flushMs?: number; pollMs?: number; onTrouble?: (error: Error) => void } = {},
): WakeBus {
  const made = createWakeBus({ connectionString: db.appUrl, pool: db.pool, pollMs: NEVER_MS, ...options });
  open.push(made);
  return made;
}

async function project(): Promise<string> {
  const id = randomUUID();
  await db.ownerPool.query(
    "INSERT INTO project (id, key, name, prefix, pack) VALUES ($1, $2, 'P', 'PP', 'software')",
    [id, `p-${randomBytes(4).toString('hex')}`],
  );
  await db.ownerPool.query('INSERT INTO project_clock (project_id, last_hash, epoch) VALUES ($1, $2, $3)', [
    id,
    Buffer.alloc(32),
    randomUUID(),
  ]);
  return id;
}

function append(projectId: string): Promise<unknown> {
  return db.pool.query('INSERT INTO event (project_id, body) VALUES ($1, $2)', [
    projectId,
    { type: 'test.happened' },
  ]);
}

/** Collects what a subscriber hears and lets a test wait for the next one. */
function ear(from: WakeBus, projectId: string) {
  const heard: number[] = [];
  const waiting: { seq: number; done: () => void }[] = [];
  const stop = from.subscribe(projectId, (seq) => {
    heard.push(seq);
    for (const one of waiting.filter((entry) => entry.seq <= seq)) one.done();
  });
  return {
    heard,
    stop,
    until: (seq: number) =>
      heard.some((got) => got >= seq)
        ? Promise.resolve()
        : new Promise<void>((done) => waiting.push({ seq, done })),
  };
}

async function backends(): Promise<number[]> {
  const { rows } = await db.pool.query<{ pid: number }>(
    "SELECT pid FROM pg_stat_activity WHERE application_name = 'llmgenie wake' AND datname = current_database()",
  );
  return rows.map(({ pid }) => pid);
}

test('wakes its own process at once, before anything is sent', async () => {
  const here = ear(bus(), 'cf0b1a9e-0000-7000-8000-000000000001');
  const own = bus();
  const direct = ear(own, 'cf0b1a9e-0000-7000-8000-000000000002');
  own.notify('cf0b1a9e-0000-7000-8000-000000000002', 7);
  expect(direct.heard).toEqual([7]);
  expect(here.heard).toEqual([]);
});

test('wakes another process, and an older number never after a newer one', async () => {
  const id = await project();
  const [writer, reader] = [bus(), bus()];
  const there = ear(reader, id);
  await there.until(0); // LISTEN stands and the clock was read
  writer.notify(id, 3);
  writer.notify(id, 2);
  await there.until(3);
  reader.notify(id, 1);
  expect(there.heard).toEqual([0, 3]);
});

test('a hundred commits within the window make one notice a project', async () => {
  const [a, b] = [randomUUID(), randomUUID()];
  const raw = new pg.Client({ connectionString: db.appUrl });
  await raw.connect();
  await raw.query('LISTEN llmgenie_wake');
  const notices: string[] = [];
  raw.on('notification', ({ payload }) => notices.push(payload ?? ''));
  const writer = bus({ flushMs: NEVER_MS });
  for (let seq = 1; seq <= 100; seq += 1) {
    writer.notify(a, seq);
    writer.notify(b, seq);
  }
  await writer.flush();
  await raw.query('SELECT 1'); // whatever was sent before has arrived by now
  await raw.end();
  expect(notices.filter((text) => text.startsWith(a))).toEqual([`${a}:100`]);
  expect(notices.filter((text) => text.startsWith(b))).toEqual([`${b}:100`]);
});

test('the poll finds an event that nobody announced', async () => {
  const id = await project();
  const there = ear(bus({ pollMs: 20 }), id);
  await there.until(0);
  await append(id);
  await there.until(1);
  expect(there.heard).toEqual([0, 1]);
});

test('after the wake connection dies it listens again and reads what it missed', async () => {
  const id = await project();
  const before = await backends();
  let troubles = 0;
  const there = ear(bus({ onTrouble: () => (troubles += 1) }), id);
  await there.until(0);
  const own = (await backends()).filter((pid) => !before.includes(pid));
  expect(own).toHaveLength(1);
  await append(id);
  await withConnection(db.superUrl, (client) => client.query('SELECT pg_terminate_backend($1)', [own[0]]));
  await there.until(1); // without a notice, and the poll is off: only the reconnect can tell
  expect(troubles).toBeGreaterThan(0);
});

test('a restored database, known by its epoch, wakes although its number went back', async () => {
  const id = await project();
  await append(id);
  await append(id);
  const there = ear(bus({ pollMs: 20 }), id);
  await there.until(2);
  await db.ownerPool.query('UPDATE project_clock SET seq = 1, epoch = $2 WHERE project_id = $1', [
    id,
    randomUUID(),
  ]);
  await expect.poll(() => there.heard.at(-1)).toBe(1);
});

test('one failing listener does not keep the others asleep, and a stopped one hears nothing', () => {
  const id = randomUUID();
  const own = bus();
  own.subscribe(id, () => {
    throw new Error('broken listener');
  });
  const good = ear(own, id);
  const gone = ear(own, id);
  gone.stop();
  own.notify(id, 1);
  expect(good.heard).toEqual([1]);
  expect(gone.heard).toEqual([]);
});
