import type { Credential } from '../actions/credential';
import { AppError } from '../errors';
import { parseAgentToken } from './agent-token';
import { readSessionCookie } from './session-cookie';

/**
 * The agent token of a request; null without an Authorization header. Throws UNAUTHENTICATED for anything else there,
 * a browser session's JWT included: what a cookie holds must not work where scripts can put it.
 */
export function bearerCredential(request: Request): Credential | null {
  const authorization = request.headers.get('authorization');
  if (authorization === null) return null;
  const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  const parsed = token === undefined ? null : parseAgentToken(token);
  if (!parsed) throw new AppError('UNAUTHENTICATED', 'The Authorization header holds no agent token.');
  return { kind: 'token', secretHash: parsed.secretHash };
}

/**
 * Who the request says it comes from: an agent token, else a browser session, else null. Only parsed here; whether it
 * still holds is read together with the facts. With an Authorization header cookies are never looked at.
 */
export async function credentialFromRequest(request: Request): Promise<Credential | null> {
  const bearer = bearerCredential(request);
  if (bearer) return bearer;
  const session = await readSessionCookie(request.headers);
  return session && { kind: 'person', ...session };
}
