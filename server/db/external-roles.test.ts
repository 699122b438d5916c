import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assertGuards, assertPooler, assertSafeDatabase } from './assertions';
import { ensureExternalRoles, RolesMissing } from './external-roles';
import { migrate } from './migrate';
import { createPool, withClient, withSettings } from './pool';
import { withConnection } from './roles';
import { createTestDatabase, type TestDatabase } from './test-database';

const whoAmI = `SELECT current_user::text AS name, current_setting('TimeZone') AS zone`;

describe('a database given by DATABASE_URL', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await createTestDatabase();
  });
  afterAll(() => db.drop());

  it('is worked on as roles without rights, also when prepared twice and by several at once', async () => {
    await Promise.all(Array.from({ length: 4 }, () => ensureExternalRoles(db.superUrl)));
    const { ownerUrl, appUrl } = await ensureExternalRoles(db.superUrl);
    await assertSafeDatabase(appUrl, { durable: false });
    await assertGuards(appUrl);
    const pool = createPool(appUrl, { max: 2 });
    expect((await pool.query(whoAmI)).rows).toEqual([{ name: 'llmgenie_app', zone: 'UTC' }]);
    await expect(pool.query('DELETE FROM event')).rejects.toThrow(/permission denied/);
    await pool.end();
    const owner = createPool(ownerUrl, { max: 1 });
    expect((await owner.query(whoAmI)).rows).toEqual([{ name: 'llmgenie_owner', zone: 'UTC' }]);
    for (const change of ['DELETE FROM event', "UPDATE event SET type = ''", 'TRUNCATE event CASCADE'])
      await expect(owner.query(change)).rejects.toThrow(/append-only/);
    await owner.end();
  });

  it('lets the owner of the tables alone tell the time of a story', async () => {
    const { ownerUrl, appUrl } = await ensureExternalRoles(db.superUrl);
    const told = (url: string) =>
      withConnection(withSettings(url, { 'llmgenie.seed_time': '2001-01-01' }), async (client) => {
        const { rows } = await client.query('SELECT extract(year FROM commit_time())::int AS year');
        return rows[0]?.year;
      });
    expect(await told(ownerUrl)).toBe(2001);
    expect(await told(appUrl)).toBeGreaterThan(2001);
  });

  it('is refused while its commits would not survive, or its log is not guarded', async () => {
    const careless = withSettings(db.appUrl, { synchronous_commit: 'off' });
    await expect(assertSafeDatabase(careless, { durable: true })).rejects.toThrow(
      /synchronous_commit is off/,
    );
    await db.ownerPool.query('ALTER TABLE event DISABLE TRIGGER event_append_only');
    await db.ownerPool.query('GRANT UPDATE ON event TO llmgenie_app');
    await expect(assertGuards(db.appUrl)).rejects.toThrow(
      /trigger event_append_only is missing or disabled; the application may UPDATE on the log/,
    );
    await db.ownerPool.query('REVOKE UPDATE ON event FROM llmgenie_app');
    await db.ownerPool.query('ALTER TABLE event ENABLE TRIGGER event_append_only');
  });

  it('works through a pooler: settings of the role, statements without names', async () => {
    // Without one, the server itself stands for it: it takes the same connections.
    const address = db.poolUrl ?? db.appUrl;
    const { appUrl, poolUrl = '' } = await ensureExternalRoles(db.superUrl, address);
    await assertPooler(poolUrl, appUrl);
    const pool = createPool(poolUrl, { max: 1, pooled: true });
    const named = { name: 'who', text: whoAmI, values: [] };
    expect((await withClient(pool, (client) => client.query(named))).rows).toEqual([
      { name: 'llmgenie_app', zone: 'UTC' },
    ]);
    expect((await pool.query('SELECT name FROM pg_prepared_statements')).rows).toEqual([]);
    await pool.end();
    const other = await createTestDatabase();
    await expect(assertPooler(poolUrl, other.appUrl)).rejects.toThrow(/another database than DATABASE_URL/);
    await other.drop();
    const superUrl = withSettings(db.superUrl, { role: 'none' });
    await expect(assertPooler(superUrl, appUrl)).rejects.toThrow(/would not work as llmgenie_app/);
  });
});

describe('a user of DATABASE_URL without rights', () => {
  let db: TestDatabase;
  let admin: pg.Pool;
  const user = `hosted_${randomBytes(4).toString('hex')}`;
  const asUser = () => {
    const url = new URL(db.superUrl);
    Object.assign(url, { username: user, password: 'hosted' });
    return url.toString();
  };
  beforeAll(async () => {
    db = await createTestDatabase({ empty: true });
    admin = createPool(db.superUrl, { max: 1 });
    await admin.query(`CREATE ROLE ${user} LOGIN PASSWORD 'hosted'`);
  });
  afterAll(async () => {
    await admin.query(`DROP OWNED BY ${user} CASCADE`);
    await admin.query(`DROP ROLE ${user}`);
    await admin.end();
    await db.drop();
  });

  it('is told in one line what an administrator has to run, and works once that was run', async () => {
    const refused: unknown = await ensureExternalRoles(asUser()).catch((error: unknown) => error);
    if (!(refused instanceof RolesMissing)) throw refused;
    expect(refused.message).toMatch(
      new RegExp(
        `^the user ${user} of DATABASE_URL may not .* run once: GRANT llmgenie_app TO ${user}; .*;$`,
      ),
    );
    await admin.query(refused.message.slice(refused.message.indexOf('run once: ') + 'run once: '.length));
    const { ownerUrl, appUrl } = await ensureExternalRoles(asUser());
    expect((await migrate(ownerUrl)).length).toBeGreaterThan(0);
    await assertSafeDatabase(appUrl, { durable: false });
    await assertGuards(appUrl);
    const owner = createPool(ownerUrl, { max: 1 });
    expect((await owner.query(whoAmI)).rows).toEqual([{ name: user, zone: 'UTC' }]);
    await expect(owner.query('DELETE FROM event')).rejects.toThrow(/append-only/);
    await owner.end();
  });

  it('never learns a password from the line', async () => {
    const pooler = new URL(asUser());
    Object.assign(pooler, { username: 'nobody_here', password: 'never-shown' });
    await expect(ensureExternalRoles(asUser(), pooler.toString())).rejects.toThrow(
      /^there is no role nobody_here, which DATABASE_POOL_URL signs in as$/,
    );
  });
});
