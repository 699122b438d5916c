import { authContext } from './auth-context';

/** True on an instance that nobody has set up: nobody can sign in before somebody opens the link of its first start. */
export async function nobodyYet(): Promise<boolean> {
  const { rows } = await authContext().pool.query<{ nobody: boolean }>(
    'SELECT NOT EXISTS (SELECT FROM "user" WHERE NOT sample) AS nobody',
  );
  return rows[0]?.nobody === true;
}
