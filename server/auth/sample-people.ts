import type pg from 'pg';
import { queryOnce } from '../db/pool';
import { isLoopback } from '../env';
import { type AuthContext, authContext } from './auth-context';
import { hostName, isLocalRequest } from './local-request';

/** A person of the sample project, as the sign-in page offers them. */
export interface SamplePerson {
  /** of the person's actor in that project: chooses the colour of the mark */
  readonly id: string;
  readonly email: string;
  readonly name: string;
  /** in the sample project that the person belongs to */
  readonly permission: 'viewer' | 'member' | 'lead' | 'admin';
  /** key of the first role there; '' when none */
  readonly role: string;
}

/**
 * Whether sample people may sign in at all on this request: seen by the listener as coming from this machine, with no
 * proxy between, on a server without a public address, and no real user exists. Both doors ask, button and password.
 */
export async function samplePeopleAllowed(context: AuthContext, headers: Headers): Promise<boolean> {
  if (!isLocalRequest(headers)) return false;
  const { host, publicUrl } = context.env;
  if (!isLoopback(host)) return false;
  if (publicUrl !== undefined && !isLoopback(hostName(new URL(publicUrl).host) ?? '')) return false;
  const { rows } = await queryOnce<{ real: boolean }>(
    context.pool,
    'SELECT EXISTS (SELECT FROM "user" WHERE NOT sample) AS real',
  );
  return rows[0]?.real === false;
}

async function readPeople(pool: pg.Pool): Promise<SamplePerson[]> {
  const { rows } = await queryOnce<SamplePerson>(
    pool,
    `SELECT a.id, u.email, u.name, a.permission, coalesce(r.role_key, '') AS role
     FROM "user" u
     JOIN LATERAL (SELECT a.*, p.created_at AS project_created_at FROM actor a JOIN project p ON p.id = a.project_id
       WHERE a.user_id = u.id AND a.disabled_at IS NULL AND p.sample ORDER BY p.created_at, p.key LIMIT 1) a ON true
     LEFT JOIN LATERAL (SELECT ar.role_key FROM actor_role ar
       JOIN role ro ON ro.project_id = ar.project_id AND ro.key = ar.role_key
       WHERE ar.project_id = a.project_id AND ar.actor_id = a.id ORDER BY ro.position LIMIT 1) r ON true
     WHERE u.sample AND u.disabled_at IS NULL
     ORDER BY a.project_created_at, a.project_id, array_position('{lead,admin,member,viewer}'::text[], a.permission::text), u.email`,
  );
  return rows;
}

/** Those whom one click signs in; empty where that is not allowed. */
export async function readSamplePeople(context: AuthContext, headers: Headers): Promise<SamplePerson[]> {
  return (await samplePeopleAllowed(context, headers)) ? readPeople(context.pool) : [];
}

/** The same for a page: `headers` are those of its request. */
export function samplePeople(headers: Headers): Promise<SamplePerson[]> {
  return readSamplePeople(authContext(), headers);
}
