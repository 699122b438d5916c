import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MIGRATIONS_DIR, migrate, readMigrations } from './migrate';
import { createTestDatabase, type TestDatabase } from './test-database';

describe('migrate', () => {
  let db: TestDatabase;
  let dir: string;

  function write(name: string, sql: string) {
    mkdirSync(join(dir, name), { recursive: true });
    writeFileSync(join(dir, name, 'migration.sql'), sql);
  }

  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'migrations-'));
  });
  beforeEach(async () => {
    rmSync(dir, { recursive: true });
    mkdirSync(dir);
    await db?.drop();
    db = await createTestDatabase({ empty: true });
  });
  afterAll(async () => {
    rmSync(dir, { recursive: true });
    await db.drop();
  });

  it('applies each file once, in order, and records it as Prisma does', async () => {
    write('20260102_two', 'ALTER TABLE a ADD COLUMN n int NOT NULL DEFAULT 2;');
    write('20260101_one', 'CREATE TABLE a (id int); INSERT INTO a VALUES (1);');
    expect(await migrate(db.ownerUrl, dir)).toEqual(['20260101_one', '20260102_two']);
    expect(await migrate(db.ownerUrl, dir)).toEqual([]);
    expect((await db.ownerPool.query('SELECT id, n FROM a')).rows).toEqual([{ id: 1, n: 2 }]);
    const rows = await db.ownerPool.query(
      `SELECT migration_name AS name, checksum, applied_steps_count AS steps, finished_at >= started_at AS ordered,
              rolled_back_at FROM _prisma_migrations ORDER BY started_at`,
    );
    expect(rows.rows).toEqual(
      readMigrations(dir).map(({ name, checksum }) => ({
        name,
        checksum,
        steps: 1,
        ordered: true,
        rolled_back_at: null,
      })),
    );
  });

  it('leaves nothing of a file that fails, and names file and line', async () => {
    write('20260101_one', 'CREATE TABLE kept (id int);');
    write('20260102_two', 'CREATE TABLE gone (id int);\n\nSELECT missing FROM kept;');
    await expect(migrate(db.ownerUrl, dir)).rejects.toThrow(/20260102_two failed \(line 3\).*missing/);
    const { rows } = await db.ownerPool.query(
      `SELECT to_regclass('kept') AS kept, to_regclass('gone') AS gone`,
    );
    expect(rows).toEqual([{ kept: 'kept', gone: null }]);
    write('20260102_two', 'CREATE TABLE repaired (id int);');
    expect(await migrate(db.ownerUrl, dir)).toEqual(['20260102_two']);
  });

  it('refuses an applied file that was edited, lost, or slipped in before it', async () => {
    write('20260102_two', 'CREATE TABLE a (id int);');
    await migrate(db.ownerUrl, dir);
    write('20260101_one', 'CREATE TABLE b (id int);');
    await expect(migrate(db.ownerUrl, dir)).rejects.toThrow(/20260101_one is older/);
    rmSync(join(dir, '20260101_one'), { recursive: true });
    write('20260102_two', 'CREATE TABLE a (id bigint);');
    await expect(migrate(db.ownerUrl, dir)).rejects.toThrow(/20260102_two was edited/);
    rmSync(join(dir, '20260102_two'), { recursive: true });
    await expect(migrate(db.ownerUrl, dir)).rejects.toThrow(/20260102_two, which is not in the code/);
  });

  it('lets processes that start together migrate once', async () => {
    cpSync(MIGRATIONS_DIR, dir, { recursive: true });
    const names = readMigrations(dir).map(({ name }) => name);
    const answers = await Promise.all([1, 2, 3, 4].map(() => migrate(db.ownerUrl, dir)));
    expect(answers.filter((applied) => applied.length > 0)).toEqual([names]);
  });

  it('gives way within seconds where a table is locked', async () => {
    write('20260101_one', 'CREATE TABLE busy (id int);');
    await migrate(db.ownerUrl, dir);
    write('20260102_two', 'ALTER TABLE busy ADD COLUMN n int;');
    const reader = await db.ownerPool.connect();
    await reader.query('BEGIN; LOCK TABLE busy IN ACCESS SHARE MODE');
    const began = performance.now();
    await expect(migrate(db.ownerUrl, dir)).rejects.toThrow(/lock timeout/);
    expect(performance.now() - began).toBeLessThan(6_000);
    await reader.query('ROLLBACK');
    reader.release();
  });
});
