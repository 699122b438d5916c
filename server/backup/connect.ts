import pg from 'pg';
import { typeParsers } from '../db/pool';

/** Text as every server writes it in the same way: the time in UTC, bytes as hex. */
const SETTINGS = `SET timezone = 'UTC'; SET datestyle = 'ISO, YMD'; SET intervalstyle = 'iso_8601'; SET bytea_output = 'hex';
  SET extra_float_digits = 1; SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0`;

/** A connection that may take its time, for as long as the work takes. */
export async function withConnection<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'llmgenie backup',
    types: typeParsers,
  });
  // A server that goes away is told by the statement that is running.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(SETTINGS);
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Runs `work` in one transaction; nothing of it stays where it throws. */
export async function inTransaction<T>(client: pg.Client, mode: string, work: () => Promise<T>): Promise<T> {
  await client.query(`BEGIN ${mode}`);
  try {
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    // The first error says more than that of a connection that is gone.
    await Promise.allSettled([client.query('ROLLBACK')]);
    throw error;
  }
}
