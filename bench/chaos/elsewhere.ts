import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { readPostmasterFile } from '@/server/db/cluster-postmaster';
import { databaseAt } from '@/server/db/database-at';

/** It may have to recover first. */
const REVIVE_PATIENCE_MS = 120_000;
const LOOK_MS = 50;

/** A database that is not the product's own, on a server of this machine that is started again when it dies. */
export interface Elsewhere {
  readonly url: string;
  /** Empty where nothing stands in front of it. */
  readonly poolUrl: string;
  postmaster(): number;
  /** After a kill: until it answers again. */
  revive(): Promise<void>;
  close(): Promise<void>;
}

async function ask<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  // Whoever kills the server ends this connection too.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** A database of its own on the server of DATABASE_URL, a superuser's address; null where none is given. */
export async function openElsewhere(): Promise<Elsewhere | null> {
  const { DATABASE_URL: server, DATABASE_POOL_URL: pooler } = process.env;
  if (!server) return null;
  const name = `chaos_${randomBytes(6).toString('hex')}`;
  const [told] = await ask<{ data_directory: string }>(server, 'SHOW data_directory');
  await ask(server, `CREATE DATABASE ${name} TEMPLATE template0`);
  return {
    url: databaseAt(server, name),
    poolUrl: pooler ? databaseAt(pooler, name) : '',
    postmaster() {
      const file = readPostmasterFile(told?.data_directory ?? '');
      if (file === null) throw new Error('the PostgreSQL of DATABASE_URL does not run on this machine');
      return file.pid;
    },
    async revive() {
      for (const end = Date.now() + REVIVE_PATIENCE_MS; ; await pause(LOOK_MS)) {
        try {
          await ask(server, 'SELECT 1');
          return;
        } catch (error) {
          if (Date.now() > end)
            throw new Error('nothing started the PostgreSQL of DATABASE_URL again', { cause: error });
        }
      }
    },
    async close() {
      await ask(server, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}
