import { type AuthContext, authContext } from './auth-context';

/** A project that a user is in, as the frame of the pages names it. */
export interface ProjectOfUser {
  readonly key: string;
  readonly name: string;
  /** the user's actor there: chooses the colour of the mark */
  readonly actorId: string;
}

/** In the order they were made. To greet and to redirect; what may be read there is the pipeline's to decide. */
export async function readProjectsOfUser(context: AuthContext, userId: string): Promise<ProjectOfUser[]> {
  const { rows } = await context.pool.query<ProjectOfUser>(
    `SELECT p.key, p.name, a.id AS "actorId"
     FROM actor a JOIN project p ON p.id = a.project_id
     WHERE a.user_id = $1 AND a.disabled_at IS NULL AND p.archived_at IS NULL
     ORDER BY p.created_at, p.id LIMIT 100`,
    [userId],
  );
  return rows;
}

/** The same for a page. */
export function projectsOfUser(userId: string): Promise<ProjectOfUser[]> {
  return readProjectsOfUser(authContext(), userId);
}
