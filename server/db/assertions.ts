import pg from 'pg';

/** A database that would break a promise of ours is refused at start instead of losing work later. */
export class UnsafeDatabase extends Error {
  constructor(problems: string[]) {
    super(`refusing to use this database: ${problems.join('; ')}`);
    this.name = 'UnsafeDatabase';
  }
}

interface Facts {
  fsync: string;
  synchronous_commit: string;
  full_page_writes: string;
  encoding: string;
  lowers_cyrillic: boolean;
  superuser: boolean;
  version: number;
}

/**
 * Checks, over the application's own connection, what the promise rests on: acknowledged commits are on disk,
 * text rules know Cyrillic, and the application is no superuser (else append-only tables are theatre).
 * Throws UnsafeDatabase naming everything that is wrong.
 */
export async function assertSafeDatabase(appUrl: string, expect: { durable: boolean }): Promise<void> {
  const client = new pg.Client({ connectionString: appUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const { rows } = await client.query<Facts>(
      `SELECT current_setting('fsync') AS fsync,
              current_setting('synchronous_commit') AS synchronous_commit,
              current_setting('full_page_writes') AS full_page_writes,
              current_setting('server_encoding') AS encoding,
              lower('ЖУК') = 'жук' AND 'Ёж' ILIKE 'ёЖ' AS lowers_cyrillic,
              (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS superuser,
              current_setting('server_version_num')::int AS version`,
    );
    const facts = rows[0];
    if (!facts) throw new UnsafeDatabase(['it answers nothing']);
    const problems: string[] = [];
    if (expect.durable) {
      if (facts.fsync !== 'on') problems.push('fsync is off');
      if (facts.full_page_writes !== 'on') problems.push('full_page_writes is off');
      if (facts.synchronous_commit === 'off') problems.push('synchronous_commit is off');
    }
    if (facts.encoding !== 'UTF8') problems.push(`its encoding is ${facts.encoding}, not UTF8`);
    if (!facts.lowers_cyrillic) problems.push('its locale does not fold the case of Cyrillic letters');
    if (facts.superuser) problems.push('the application would work as a superuser');
    if (facts.version < 180_000) problems.push('PostgreSQL 18 or newer is needed');
    if (problems.length > 0) throw new UnsafeDatabase(problems);
  } finally {
    await client.end();
  }
}
