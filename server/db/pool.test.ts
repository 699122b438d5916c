import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from './cluster-postmaster';
import { createPool, timestampText, withClient, withTransaction } from './pool';
import { createTestDatabase, type TestDatabase } from './test-database';

describe('pool', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await createTestDatabase({ empty: true });
    await db.ownerPool.query('CREATE TABLE t (id int PRIMARY KEY)');
  });
  afterAll(() => db.drop());

  it('reads int8 as a number, times as text with microseconds, json parsed', async () => {
    const { rows } = await db.ownerPool.query(
      `SELECT 9007199254740991::bigint AS big, ARRAY[1, NULL]::bigint[] AS bigs, '{"a":[1]}'::jsonb AS json,
              '2026-01-02 03:04:05.1+03'::timestamptz AS at, ARRAY['2026-01-02 03:04:05+00']::timestamptz[] AS ats,
              '2026-01-02'::date AS day`,
    );
    expect(rows).toEqual([
      {
        big: 9007199254740991,
        bigs: [1, null],
        json: { a: [1] },
        at: '2026-01-02T00:04:05.100000Z',
        ats: ['2026-01-02T03:04:05.000000Z'],
        day: '2026-01-02',
      },
    ]);
    await expect(db.ownerPool.query('SELECT 9007199254740992::bigint')).rejects.toThrow(RangeError);
    expect(timestampText('infinity')).toBe('infinity');
  });

  it('keeps the connection when the server refuses a statement, and sheds one left in a transaction', async () => {
    const pool = createPool(db.ownerUrl, { max: 1 });
    const pid = () =>
      withClient(pool, async (c) => (await c.query('SELECT pg_backend_pid() AS pid')).rows[0]?.pid);
    const first = await pid();
    const twice = withClient(pool, (c) => c.query('INSERT INTO t VALUES (1), (1)'));
    await expect(twice).rejects.toMatchObject({ code: '23505' });
    await expect(
      withTransaction(pool, async (c) => {
        await c.query('INSERT INTO t VALUES (2)');
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect(await pid()).toBe(first);
    expect((await pool.query('SELECT id FROM t')).rows).toEqual([]);
    await withClient(pool, (c) => c.query('BEGIN'));
    expect(await pid()).not.toBe(first);
    await pool.end();
  });

  it('answers OVERLOADED when no connection gets free in time', async () => {
    const pool = createPool(db.ownerUrl, { max: 1, connectionTimeoutMs: 500 });
    await withClient(pool, async () => {
      const refused = await withClient(pool, async () => 'got one').catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: 'OVERLOADED', message: 'Every database connection is busy.' });
    });
    expect(await withClient(pool, async () => 'got one')).toBe('got one');
    await pool.end();
  });

  it('ends a statement that runs too long and goes on', async () => {
    const pool = createPool(db.ownerUrl, { max: 1, statementTimeoutMs: 100 });
    const slow = withClient(pool, (c) => c.query('SELECT pg_sleep(5)'));
    await expect(slow).rejects.toMatchObject({ code: 'OVERLOADED', cause: { code: '57014' } });
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await pool.end();
  });

  it('gives up on a row that somebody else holds, and keeps the connection', async () => {
    await db.ownerPool.query('INSERT INTO t VALUES (7)');
    const pool = createPool(db.ownerUrl, { max: 1, lockTimeoutMs: 100 });
    await withTransaction(db.ownerPool, async (holder) => {
      await holder.query('SELECT FROM t WHERE id = 7 FOR UPDATE');
      const late = withClient(pool, (c) => c.query('UPDATE t SET id = 8 WHERE id = 7'));
      await expect(late).rejects.toMatchObject({ code: 'BUSY', cause: { code: '55P03' } });
    });
    expect((await pool.query('SELECT id FROM t')).rows).toEqual([{ id: 7 }]);
    await pool.end();
  });

  it('calls a database that ends its connections, or is not there, away', async () => {
    const pool = createPool(db.ownerUrl, { max: 1 });
    const ended = withClient(pool, async (c) => {
      // A superuser's session may be ended by its like alone, whatever role it plays.
      await c.query('SET ROLE NONE');
      await c.query('SELECT pg_terminate_backend(pg_backend_pid())');
    });
    await expect(ended).rejects.toMatchObject({ code: 'OVERLOADED', cause: { code: '57P01' } });
    expect(await withClient(pool, async (c) => (await c.query('SELECT 1 AS one')).rows)).toEqual([
      { one: 1 },
    ]);
    await pool.end();
    const nobody = createPool(`postgresql://u:p@127.0.0.1:${await freePort()}/x`, { max: 1 });
    await expect(withClient(nobody, async () => 1)).rejects.toMatchObject({
      code: 'OVERLOADED',
      cause: { code: 'ECONNREFUSED' },
    });
    await nobody.end();
  });

  it('does not wait for ever for a server that is there and says nothing, nor uses that connection again', async () => {
    const pool = createPool(db.ownerUrl, { max: 1, statementTimeoutMs: 100, silenceMs: 100 });
    const pid = await withClient(pool, async (c) => {
      // As a stopped server does not end it by itself.
      await c.query('SET statement_timeout = 0');
      return (await c.query('SELECT pg_backend_pid() AS pid')).rows[0]?.pid;
    });
    await expect(withClient(pool, (c) => c.query('SELECT pg_sleep(2)'))).rejects.toMatchObject({
      code: 'OVERLOADED',
    });
    const next = await withClient(pool, async (c) => (await c.query('SELECT pg_backend_pid() AS pid')).rows);
    expect(next).not.toEqual([{ pid }]);
    await pool.end();
  });
});
