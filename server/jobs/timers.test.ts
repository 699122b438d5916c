import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { MOST_ATTEMPTS } from '../db/most-attempts';
import { createTestDatabase, type TestDatabase } from '../db/test-database';
import { AppError } from '../errors';
import { type DueTimer, startTimers, type TimerHandler, type Timers } from './timers';

let db: TestDatabase;
let projectId: string;
const key = `p-${randomBytes(4).toString('hex')}`;

beforeAll(async () => {
  db = await createTestDatabase();
  projectId = randomUUID();
  await db.ownerPool.query(
    "INSERT INTO project (id, key, name, prefix, pack) VALUES ($1, $2, 'P', 'PP', 'software')",
    [projectId, key],
  );
  await db.ownerPool.query('INSERT INTO project_clock (project_id, last_hash, epoch) VALUES ($1, $2, $3)', [
    projectId,
    Buffer.alloc(32),
    randomUUID(),
  ]);
});
afterAll(() => db.drop());
beforeEach(() => db.pool.query('DELETE FROM timer'));

async function due(count: number, kind = 'test', offset = '-1 second'): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID());
  await db.pool.query(
    `INSERT INTO timer (project_id, kind, subject_id, subject_version, due_at)
     SELECT $1, $2, id, 3, now() + $4::interval FROM unnest($3::uuid[]) id`,
    [projectId, kind, ids, offset],
  );
  return ids;
}

/** Sweeps only when told to. */
function sweeper(handler: TimerHandler, onTrouble?: (error: unknown) => void): Timers {
  return startTimers({ pool: db.pool, handlers: { test: handler }, sweepMs: null, onTrouble });
}

async function left(): Promise<{ id: string; attempts: number; inSeconds: number }[]> {
  const { rows } = await db.pool.query(
    `SELECT subject_id AS id, attempts, extract(epoch FROM due_at - now())::float8 AS "inSeconds" FROM timer`,
  );
  return rows;
}

test('runs what is due once, removes it, and leaves the rest', async () => {
  const [id] = await due(1);
  const [later] = await due(1, 'test', '1 hour');
  await due(1, 'another-kind');
  const seen: DueTimer[] = [];
  const timers = sweeper(async (timer) => {
    seen.push(timer);
    return null;
  });
  expect(await timers.sweep()).toBe(1);
  expect(await timers.sweep()).toBe(0);
  expect(seen).toEqual([
    expect.objectContaining({ projectId, projectKey: key, kind: 'test', subjectId: id, subjectVersion: 3 }),
  ]);
  expect((await left()).map((row) => row.id)).toContain(later);
  expect(await left()).toHaveLength(2);
});

test('two processes share the work: every timer goes to exactly one', async () => {
  const ids = await due(40);
  const seen: string[] = [];
  const handler: TimerHandler = async (timer) => {
    seen.push(timer.subjectId);
    return null;
  };
  const taken = await Promise.all([sweeper(handler).sweep(), sweeper(handler).sweep()]);
  expect(taken[0] + taken[1]).toBe(40);
  expect(seen.sort()).toEqual(ids.sort());
});

test('looks again at the time the handler answers, with its attempts forgiven', async () => {
  await due(1);
  await sweeper(async () => new Date(Date.now() + 600_000).toISOString()).sweep();
  const [row] = await left();
  expect(row?.attempts).toBe(0);
  expect(row?.inSeconds).toBeGreaterThan(500);
});

test('one that fails does not stop the others, and waits longer each time', async () => {
  const [bad, ...good] = await due(5);
  const troubles: unknown[] = [];
  const done: string[] = [];
  const timers = sweeper(
    async ({ subjectId }) => {
      if (subjectId === bad) throw new Error('broken');
      done.push(subjectId);
      return null;
    },
    (error) => troubles.push(error),
  );
  await timers.sweep();
  expect(done.sort()).toEqual(good.sort());
  expect(troubles).toHaveLength(1);
  const [first] = await left();
  expect(first).toMatchObject({ id: bad, attempts: 1 });
  expect(first?.inSeconds).toBeGreaterThan(10);
  await db.pool.query("UPDATE timer SET due_at = now() - interval '1 second'");
  await timers.sweep();
  const [second] = await left();
  expect(second?.attempts).toBe(2);
  expect(second?.inSeconds).toBeGreaterThan(25);
});

test('leaves alone a timer that the work itself set anew', async () => {
  const [id] = await due(1);
  await sweeper(async () => {
    await db.pool.query(
      "UPDATE timer SET due_at = now() + interval '2 hours', subject_version = 9 WHERE subject_id = $1",
      [id],
    );
    return null;
  }).sweep();
  expect((await left())[0]?.inSeconds).toBeGreaterThan(7_000);
});

test('sweeps by itself until it is stopped', async () => {
  let runs = 0;
  const timers = startTimers({
    pool: db.pool,
    sweepMs: 10,
    handlers: {
      test: async () => {
        runs += 1;
        return null;
      },
    },
  });
  await due(1);
  await expect.poll(() => runs).toBe(1);
  await timers.stop();
  await due(1);
  expect(await left()).toHaveLength(1);
  expect(runs).toBe(1);
});

test('parks one that fails again and again, says why, and takes it up again with the next start', async () => {
  const [id] = await due(1);
  const troubles: unknown[] = [];
  const broken = sweeper(
    async () => {
      throw new Error('broken for good');
    },
    (error) => troubles.push(error),
  );
  await broken.sweep();
  for (let tries = 1; tries < MOST_ATTEMPTS; tries += 1) {
    await db.pool.query("UPDATE timer SET due_at = now() - interval '1 second'");
    await broken.sweep();
  }
  const { rows } = await db.pool.query(
    'SELECT subject_id AS id, attempts, trouble, trouble_at IS NOT NULL AS told FROM timer',
  );
  expect(rows).toEqual([{ id, attempts: MOST_ATTEMPTS, trouble: 'Error: broken for good', told: true }]);
  expect(String(troubles.at(-1))).toContain('parked after 12 tries');
  // Due, and left alone: it takes no place from the others.
  await db.pool.query("UPDATE timer SET due_at = now() - interval '1 second'");
  expect(await broken.sweep()).toBe(0);
  const seen: string[] = [];
  const mended = sweeper(async ({ subjectId }) => {
    seen.push(subjectId);
    return null;
  });
  await mended.sweep();
  expect(seen).toEqual([id]);
  expect(await left()).toEqual([]);
});

test('what passes by itself parks nothing', async () => {
  await due(1);
  await db.pool.query('UPDATE timer SET attempts = $1', [MOST_ATTEMPTS - 1]);
  await sweeper(async () => {
    throw new AppError('OVERLOADED', 'Every database connection is busy.');
  }).sweep();
  expect((await left())[0]?.attempts).toBe(MOST_ATTEMPTS - 1);
});

test('gives up on one that never ends, and goes on with the others', async () => {
  const [stuck, other] = await due(2);
  const done: string[] = [];
  const timers = startTimers({
    pool: db.pool,
    sweepMs: null,
    patienceMs: 50,
    handlers: {
      test: ({ subjectId }) => {
        if (subjectId === stuck) return new Promise(() => {});
        done.push(subjectId);
        return Promise.resolve(null);
      },
    },
  });
  expect(await timers.sweep()).toBe(2);
  expect(done).toEqual([other]);
  expect(await left()).toEqual([expect.objectContaining({ id: stuck, attempts: 1 })]);
});
