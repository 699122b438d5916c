import { type AuthContext, authContext } from './auth-context';
import { readSessionCookie, type SessionClaims } from './session-cookie';

export interface SignedInUser {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  /** one of the sample people */
  readonly sample: boolean;
}

/** The user behind a session, or null when the user is gone, disabled, or signed out everywhere since. */
export async function userOfSession(
  context: AuthContext,
  claims: SessionClaims,
): Promise<SignedInUser | null> {
  const { rows } = await context.pool.query<SignedInUser>(
    `SELECT id, email, name, sample FROM "user"
     WHERE id = $1 AND token_version = $2 AND disabled_at IS NULL`,
    [claims.userId, claims.tokenVersion],
  );
  return rows[0] ?? null;
}

/** Who a page's request is signed in as. To greet and to redirect; what anybody may do is the pipeline's to decide. */
export async function signedInUser(headers: Headers): Promise<SignedInUser | null> {
  const claims = await readSessionCookie(headers);
  return claims && userOfSession(authContext(), claims);
}
