import { prismaOf } from '../db/prisma';
import type { Permission } from '../policy/policy.types';
import { type AuthContext, authContext } from './auth-context';

/** A project that a user is in, as the frame of the pages names it. */
export interface ProjectOfUser {
  readonly key: string;
  readonly name: string;
  /** the user's actor there: chooses the colour of the mark */
  readonly actorId: string;
  readonly permission: Permission;
  /** Read-only: reached by its address, not by the switch. */
  readonly archived: boolean;
  /** An admin of it closed it to this user. */
  readonly disabled: boolean;
}

/** In the order they were made. To greet and to redirect; what may be read there is the pipeline's to decide. */
export async function readProjectsOfUser(context: AuthContext, userId: string): Promise<ProjectOfUser[]> {
  const actors = await prismaOf(context.pool).actor.findMany({
    // Everybody is in the instance, which is no place to work.
    where: { userId, removedAt: null, project: { removedAt: null, key: { not: 'instance' } } },
    select: {
      id: true,
      permission: true,
      disabledAt: true,
      project: { select: { key: true, name: true, archivedAt: true } },
    },
    orderBy: [{ project: { createdAt: 'asc' } }, { projectId: 'asc' }],
    take: 100,
  });
  return actors.map(({ id, permission, disabledAt, project: { archivedAt, ...project } }) => ({
    ...project,
    actorId: id,
    permission: permission ?? 'viewer',
    archived: archivedAt !== null,
    disabled: disabledAt !== null,
  }));
}

/** Where the user can work: what the switch offers. */
export function openProjects(projects: readonly ProjectOfUser[]): ProjectOfUser[] {
  return projects.filter(({ archived, disabled }) => !archived && !disabled);
}

/** The same for a page. */
export function projectsOfUser(userId: string): Promise<ProjectOfUser[]> {
  return readProjectsOfUser(authContext(), userId);
}
