import pg from 'pg';
import type { Secrets } from '../secrets';

/** The role the application works as; migrations grant to it by this name. */
export const APP_ROLE = 'llmgenie_app';
/** Owns the database and its schema on the embedded cluster; runs migrations. */
export const OWNER_ROLE = 'llmgenie_owner';
export const DATABASE = 'llmgenie';

export interface DatabaseUrls {
  /** owner of the schema: migrations and administration only */
  ownerUrl: string;
  /** the application's role: no superuser, only what migrations granted; LISTEN as well */
  appUrl: string;
  /** the same through a pooler in transaction mode, where one stands in front */
  poolUrl?: string | undefined;
}

export async function withConnection<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // A server that goes away is told by the statement that is running.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function role(name: string, password: string): string {
  const rights = 'LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE';
  return `CREATE ROLE ${name} ${rights} PASSWORD ${pg.escapeLiteral(password)}`;
}

/** Makes the roles and the database of an embedded cluster where a first start did not get that far. */
export async function ensureEmbeddedRoles(superUrl: string, secrets: Secrets): Promise<void> {
  await withConnection(superUrl, async (client) => {
    const { rows } = await client.query<{ owner: boolean; app: boolean; database: boolean }>(
      `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS owner,
              EXISTS (SELECT FROM pg_roles WHERE rolname = $2) AS app,
              EXISTS (SELECT FROM pg_database WHERE datname = $3) AS database`,
      [OWNER_ROLE, APP_ROLE, DATABASE],
    );
    const found = rows[0];
    if (!found?.owner) await client.query(role(OWNER_ROLE, secrets.ownerPassword));
    if (!found?.app) await client.query(role(APP_ROLE, secrets.appPassword));
    if (!found?.database) await client.query(`CREATE DATABASE ${DATABASE} OWNER ${OWNER_ROLE}`);
  });
}
