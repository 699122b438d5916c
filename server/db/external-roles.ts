// Roles on a server of somebody else's: made where DATABASE_URL's user may, else asked for in one line of SQL.
import pg from 'pg';
import { POOLED_SETTINGS, withSettings } from './pool';
import { APP_ROLE, type DatabaseUrls, OWNER_ROLE, withConnection } from './roles';

/** Processes that start together prepare one after the other. */
const PREPARING = 7_270_736;
/** A race for roles, which all databases of a server share: somebody else has just made or changed them. */
const RACES: ReadonlySet<string> = new Set(['42710', '23505', 'XX000']);
const ATTEMPTS = 3;
const NOT_ALLOWED = '42501';

/** An administrator has to do something first; the message is the one line to print. */
export class RolesMissing extends Error {
  constructor(user: string, statements: readonly string[]) {
    super(
      `the user ${user} of DATABASE_URL may not prepare this database; an administrator has to run once: ${statements.join('; ')};`,
    );
    this.name = 'RolesMissing';
  }
}

interface Facts {
  user: string;
  database: string;
  superuser: boolean;
  /** who owns the tables; null: there are none yet */
  tables: string | null;
  appExists: boolean;
  appSignsIn: boolean;
  appOpen: boolean;
  ownerExists: boolean;
  poolUserExists: boolean;
  poolUserOpen: boolean;
  mayCreate: boolean;
  mayCreateTables: boolean;
  /** `name=value` of the pool's role in this database */
  poolSettings: string[];
}

/** What is still to be done; `shown` where the statement holds a secret. */
interface Step {
  sql: string;
  shown?: string | undefined;
  /** nobody gives this to himself; PostgreSQL would only warn */
  byOthers?: boolean | undefined;
}

// From 16 on membership alone does not let somebody become a role.
const READ = `SELECT current_user::text AS user, current_database()::text AS database,
    (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS superuser,
    (SELECT pg_get_userbyid(relowner)::text FROM pg_class WHERE oid = to_regclass('public.event')) AS tables,
    EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS "appExists",
    EXISTS (SELECT FROM pg_roles WHERE rolname = $1 AND rolcanlogin) AS "appSignsIn",
    coalesce((SELECT pg_has_role(current_user, oid, $4) FROM pg_roles WHERE rolname = $1), false) AS "appOpen",
    EXISTS (SELECT FROM pg_roles WHERE rolname = $2) AS "ownerExists",
    EXISTS (SELECT FROM pg_roles WHERE rolname = $3) AS "poolUserExists",
    coalesce((SELECT pg_has_role(p.oid, a.oid, $4) FROM pg_roles p, pg_roles a WHERE p.rolname = $3 AND a.rolname = $1), false)
      AS "poolUserOpen",
    has_database_privilege(current_database(), 'CREATE') AS "mayCreate",
    has_schema_privilege('public', 'CREATE') AS "mayCreateTables",
    coalesce((SELECT s.setconfig FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole
      JOIN pg_database d ON d.oid = s.setdatabase AND d.datname = current_database() WHERE r.rolname = $3), '{}') AS "poolSettings"`;

const name = (text: string) => (/^[a-z_][a-z0-9_]*$/.test(text) ? text : pg.escapeIdentifier(text));

function appSteps(facts: Facts, pool: URL | undefined): Step[] {
  const rights = 'NOSUPERUSER NOCREATEDB NOCREATEROLE';
  const password = pool?.username === APP_ROLE ? decodeURIComponent(pool.password) : undefined;
  const signIn = (verb: string): Step => ({
    sql: `${verb} ROLE ${APP_ROLE} LOGIN ${rights} PASSWORD ${pg.escapeLiteral(password ?? '')}`,
    shown: `${verb} ROLE ${APP_ROLE} LOGIN ${rights} PASSWORD '(the one in DATABASE_POOL_URL)'`,
  });
  const steps: Step[] = [];
  if (!facts.appExists)
    steps.push(password ? signIn('CREATE') : { sql: `CREATE ROLE ${APP_ROLE} NOLOGIN ${rights}` });
  else if (password && !facts.appSignsIn) steps.push(signIn('ALTER'));
  if (!facts.appOpen) steps.push({ sql: `GRANT ${APP_ROLE} TO ${name(facts.user)}` });
  return steps;
}

/** A superuser does not own the tables: what runs with their owner's rights would run with all of them. */
function ownerSteps(facts: Facts): Step[] {
  const owner = facts.superuser ? OWNER_ROLE : name(facts.user);
  const byOthers = !facts.superuser;
  const steps: Step[] = [];
  if (facts.superuser && !facts.ownerExists)
    steps.push({ sql: `CREATE ROLE ${OWNER_ROLE} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE` });
  if (facts.superuser || !facts.mayCreate)
    steps.push({ sql: `GRANT CREATE, CONNECT ON DATABASE ${name(facts.database)} TO ${owner}`, byOthers });
  if (facts.superuser || !facts.mayCreateTables)
    steps.push({ sql: `GRANT CREATE, USAGE ON SCHEMA public TO ${owner}`, byOthers });
  return steps;
}

/** The pooler takes no settings from us, so that they belong to the role it signs in with. */
function poolSteps(facts: Facts, user: string): Step[] {
  const settings = user === APP_ROLE ? POOLED_SETTINGS : { ...POOLED_SETTINGS, role: APP_ROLE };
  const steps: Step[] = [];
  if (user !== APP_ROLE && user !== facts.user && !facts.poolUserOpen)
    steps.push({ sql: `GRANT ${APP_ROLE} TO ${name(user)}` });
  for (const [key, value] of Object.entries(settings)) {
    if (facts.poolSettings.includes(`${key}=${value}`)) continue;
    const where = `ALTER ROLE ${name(user)} IN DATABASE ${name(facts.database)}`;
    steps.push({ sql: `${where} SET ${key} = ${pg.escapeLiteral(value)}` });
  }
  return steps;
}

/** Runs what it may; answers what it may not. */
async function work(client: pg.Client, steps: readonly Step[]): Promise<string[]> {
  const left: string[] = [];
  for (const { sql, shown, byOthers } of steps) {
    try {
      if (byOthers) left.push(sql);
      else await client.query(sql);
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error;
      // After a role that could not be made, everything about it fails for another reason.
      const follows = left.length > 0 && error.code === '42704';
      if (error.code !== NOT_ALLOWED && !follows) throw error;
      left.push(shown ?? sql);
    }
  }
  return left;
}

async function prepare(client: pg.Client, pool: URL | undefined): Promise<Facts> {
  const poolUser = pool && decodeURIComponent(pool.username);
  const version = await client.query<{ set: boolean }>(
    `SELECT current_setting('server_version_num')::int >= 160000 AS set`,
  );
  const { rows } = await client.query<Facts>(READ, [
    APP_ROLE,
    OWNER_ROLE,
    poolUser ?? '',
    version.rows[0]?.set ? 'SET' : 'MEMBER',
  ]);
  const [facts] = rows;
  if (!facts) throw new Error('the database answers nothing');
  if (poolUser !== undefined && poolUser !== APP_ROLE && !facts.poolUserExists)
    throw new Error(`there is no role ${poolUser}, which DATABASE_POOL_URL signs in as`);
  const left = await work(client, [
    ...appSteps(facts, pool),
    ...(facts.tables === null ? ownerSteps(facts) : []),
    ...(poolUser === undefined ? [] : poolSteps(facts, poolUser)),
  ]);
  if (left.length > 0) throw new RolesMissing(facts.user, left);
  return facts;
}

async function prepareInTurn(url: string, pool: URL | undefined): Promise<Facts> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await withConnection(url, async (client) => {
        await client.query('SELECT pg_advisory_lock($1)', [PREPARING]);
        return prepare(client, pool);
      });
    } catch (error) {
      const race = error instanceof pg.DatabaseError && RACES.has(error.code ?? '');
      if (!race || attempt === ATTEMPTS) throw error;
    }
  }
}

/**
 * Prepares a server given by DATABASE_URL. Its user owns the tables (a superuser leaves that to a role without rights),
 * and the application works as a role that every connection switches to, or that a pooler signs in as.
 * Rejects with RolesMissing, which holds the SQL for an administrator, where the user may not do all of it.
 */
export async function ensureExternalRoles(databaseUrl: string, poolUrl?: string): Promise<DatabaseUrls> {
  const pool = poolUrl === undefined ? undefined : new URL(poolUrl);
  // A pooler that signs in as this very user made the application's role its first one.
  const plain = withSettings(databaseUrl, { role: 'none' });
  const facts = await prepareInTurn(plain, pool);
  const byOwnerRole = facts.tables === null ? facts.superuser : facts.tables === OWNER_ROLE;
  return {
    ownerUrl:
      byOwnerRole && facts.user !== OWNER_ROLE ? withSettings(databaseUrl, { role: OWNER_ROLE }) : plain,
    appUrl: withSettings(databaseUrl, { role: APP_ROLE }),
    poolUrl,
  };
}
