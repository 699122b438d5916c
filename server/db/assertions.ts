import { POOLED_SETTINGS } from './pool';
import { APP_ROLE, withConnection } from './roles';

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
  await withConnection(appUrl, async (client) => {
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
    if (facts.version < 150_000) problems.push('PostgreSQL 15 or newer is needed');
    if (problems.length > 0) throw new UnsafeDatabase(problems);
  });
}

interface Place {
  /** of the server's start and the database: no two are alike */
  place: string;
  superuser: boolean;
  application: boolean;
  settings: Record<string, string>;
}

async function placeOf(url: string): Promise<Place> {
  return withConnection(url, async (client) => {
    const { rows } = await client.query<Place>({
      text: `SELECT pg_postmaster_start_time() || ' ' || (SELECT oid FROM pg_database WHERE datname = current_database()) AS place,
          (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS superuser, current_user = $1 AS application,
          (SELECT jsonb_object_agg(name, current_setting(name)) FROM unnest($2::text[]) name) AS settings`,
      values: [APP_ROLE, Object.keys(POOLED_SETTINGS)],
    });
    if (!rows[0]) throw new UnsafeDatabase(['it answers nothing']);
    return rows[0];
  });
}

/**
 * Checks that a pooler leads to the very database, as the application's role, and that its sessions have our settings:
 * it takes none from us. Throws UnsafeDatabase naming everything that is wrong.
 */
export async function assertPooler(poolUrl: string, appUrl: string): Promise<void> {
  const [through, direct] = await Promise.all([placeOf(poolUrl), placeOf(appUrl)]);
  const problems: string[] = [];
  if (through.place !== direct.place)
    problems.push('DATABASE_POOL_URL leads to another database than DATABASE_URL');
  if (through.superuser || !through.application)
    problems.push(`through DATABASE_POOL_URL the application would not work as ${APP_ROLE}`);
  const wrong = Object.entries(POOLED_SETTINGS).filter(([name, value]) => through.settings[name] !== value);
  for (const [name, value] of wrong)
    problems.push(`through DATABASE_POOL_URL ${name} is ${through.settings[name]}, not ${value}`);
  if (wrong.length > 0)
    problems.push("RECONNECT on the pooler's console gives its old connections the settings of their role");
  if (problems.length > 0) throw new UnsafeDatabase(problems);
}

/** Triggers that seal the log and refuse to change what is written once. */
const GUARDS = ['event_seal', 'event_append_only', 'transfer_append_only', 'session_entry_append_only'];

/**
 * Checks that the log is guarded as the migrations left it: the refusing triggers stand, against its owner too, and
 * the application may neither change, delete nor forge an event. Throws UnsafeDatabase.
 */
export async function assertGuards(appUrl: string): Promise<void> {
  await withConnection(appUrl, async (client) => {
    const { rows } = await client.query<{ missing: string[]; rights: string[] }>(
      `SELECT ARRAY(SELECT g FROM unnest($1::text[]) g WHERE NOT EXISTS (
           SELECT FROM pg_trigger t WHERE t.tgname = g AND t.tgenabled IN ('O', 'A') AND NOT t.tgisinternal)) AS missing,
         ARRAY(SELECT p FROM unnest('{UPDATE,DELETE,TRUNCATE}'::text[]) p WHERE has_table_privilege('event', p)
           UNION ALL SELECT 'INSERT (seq)' WHERE has_column_privilege('event', 'seq', 'INSERT')) AS rights`,
      [GUARDS],
    );
    const { missing = [], rights = [] } = rows[0] ?? {};
    const problems = [
      ...missing.map((name) => `the trigger ${name} is missing or disabled`),
      ...rights.map((right) => `the application may ${right} on the log of events`),
    ];
    if (problems.length > 0) throw new UnsafeDatabase(problems);
  });
}
