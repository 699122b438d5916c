import { prismaOf } from '../db/prisma';
import { type AuthContext, authContext } from './auth-context';
import { readSessionCookie, type SessionClaims } from './session-cookie';

export interface SignedInUser {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  /** one of the sample people */
  readonly sample: boolean;
  /** of the instance: to show the way there, not to decide anything */
  readonly admin: boolean;
}

/** The user behind a session, or null when the user is gone, disabled, or signed out everywhere since. */
export async function userOfSession(
  context: AuthContext,
  claims: SessionClaims,
): Promise<SignedInUser | null> {
  const user = await prismaOf(context.pool).user.findFirst({
    where: { id: claims.userId, tokenVersion: claims.tokenVersion, disabledAt: null },
    select: {
      id: true,
      email: true,
      name: true,
      sample: true,
      actors: { where: { project: { key: 'instance' }, permission: 'admin' }, select: { id: true } },
    },
  });
  if (user === null) return null;
  const { actors, ...rest } = user;
  return { ...rest, admin: actors.length > 0 };
}

/** Who a page's request is signed in as. To greet and to redirect; what anybody may do is the pipeline's to decide. */
export async function signedInUser(headers: Headers): Promise<SignedInUser | null> {
  const claims = await readSessionCookie(headers);
  return claims && userOfSession(authContext(), claims);
}
