import { prismaOf } from '../db/prisma';
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
  const actors = await prismaOf(context.pool).actor.findMany({
    // Everybody is in the instance, which is no place to work.
    where: {
      userId,
      disabledAt: null,
      project: { archivedAt: null, removedAt: null, key: { not: 'instance' } },
    },
    select: { id: true, project: { select: { key: true, name: true } } },
    orderBy: [{ project: { createdAt: 'asc' } }, { projectId: 'asc' }],
    take: 100,
  });
  return actors.map(({ id, project }) => ({ ...project, actorId: id }));
}

/** The same for a page. */
export function projectsOfUser(userId: string): Promise<ProjectOfUser[]> {
  return readProjectsOfUser(authContext(), userId);
}
