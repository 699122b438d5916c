import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assertSafeDatabase } from './assertions';
import { createPool } from './pool';
import { ensureExternalRoles } from './roles';
import { createTestDatabase, type TestDatabase } from './test-database';

describe('a database given by DATABASE_URL', () => {
  let db: TestDatabase;
  let own: string;
  beforeAll(async () => {
    db = await createTestDatabase();
    // The superuser of the throwaway cluster stands for the user a hosting service hands out.
    own = db.superUrl;
  });
  afterAll(() => db.drop());

  it('is worked on as the role without rights, also when prepared twice', async () => {
    await ensureExternalRoles(own);
    const { ownerUrl, appUrl } = await ensureExternalRoles(own);
    expect(ownerUrl).toBe(own);
    await assertSafeDatabase(appUrl, { durable: false });
    const pool = createPool(appUrl, { max: 2 });
    const { rows } = await pool.query(
      `SELECT current_user::text AS name, current_setting('TimeZone') AS zone`,
    );
    expect(rows).toEqual([{ name: 'llmgenie_app', zone: 'UTC' }]);
    await expect(pool.query('DELETE FROM event')).rejects.toThrow(/permission denied/);
    await pool.end();
  });

  it('is refused while its commits would not survive', async () => {
    await expect(assertSafeDatabase(db.appUrl, { durable: true })).rejects.toThrow(
      /fsync is off; full_page_writes is off; synchronous_commit is off/,
    );
  });
});
