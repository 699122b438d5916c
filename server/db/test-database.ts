import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type pg from 'pg';
import { inject } from 'vitest';
import { databaseAt } from './database-at';
import { ensureExternalRoles } from './external-roles';
import { createAppPool, createPool } from './pool';
import { OWNER_ROLE } from './roles';
import { asSuperuser, type TestClusterUrls } from './test-cluster';

export interface TestDatabase {
  /** the cluster's superuser in this database: for what only an administrator may do */
  superUrl: string;
  ownerUrl: string;
  appUrl: string;
  /** the pooler's address where the run has one in front of its server */
  poolUrl: string | undefined;
  /** as the application's role: what production code gets */
  pool: pg.Pool;
  /** as the owner of the schema: set-up and looking behind the application's rights */
  ownerPool: pg.Pool;
  /** Ends both pools and removes the database. */
  drop(): Promise<void>;
}

async function clusterUrls(): Promise<TestClusterUrls> {
  const answer: unknown = JSON.parse(await text(connect(inject('testClusterPort'), '127.0.0.1')));
  if (typeof answer === 'object' && answer !== null && 'error' in answer) {
    throw new Error(`the test cluster did not start: ${answer.error}`);
  }
  return answer as TestClusterUrls;
}

/**
 * A database of its own for one test file, with every migration applied: a clone of a template, about 0.1 s.
 * `empty: true` gives one without any tables instead. Call `drop()` in afterAll.
 */
export async function createTestDatabase(
  options: { empty?: boolean; max?: number } = {},
): Promise<TestDatabase> {
  const urls = await clusterUrls();
  const name = `test_${randomBytes(6).toString('hex')}`;
  const template = options.empty ? 'template0' : new URL(urls.ownerUrl).pathname.slice(1);
  await asSuperuser(urls.superUrl, `CREATE DATABASE ${name} TEMPLATE ${template} OWNER ${OWNER_ROLE}`);
  const ownerUrl = databaseAt(urls.ownerUrl, name);
  const appUrl = databaseAt(urls.appUrl, name);
  const superUrl = databaseAt(urls.superUrl, name);
  const poolUrl = urls.poolUrl && databaseAt(urls.poolUrl, name);
  if (poolUrl) await ensureExternalRoles(superUrl, poolUrl);
  const pool = createAppPool({ appUrl, poolUrl }, { max: options.max ?? 20 });
  const ownerPool = createPool(ownerUrl, { max: 4 });
  return {
    superUrl,
    ownerUrl,
    appUrl,
    poolUrl,
    pool,
    ownerPool,
    drop: async () => {
      await Promise.all([pool.end(), ownerPool.end()]);
      await asSuperuser(urls.superUrl, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}
