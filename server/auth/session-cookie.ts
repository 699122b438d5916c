import { decode } from 'next-auth/jwt';

/** Seconds a browser stays signed in without a visit. */
export const SESSION_SECONDS = 14 * 24 * 3600;

/** The two values that the start of the process puts into the environment, where next-auth looks for them as well. */
export interface SessionSettings {
  secret: string;
  /** https: cookies are sent over TLS only and carry the __Secure- prefix */
  secure: boolean;
}

export function sessionSettings(source: NodeJS.ProcessEnv = process.env): SessionSettings {
  const secret = source.NEXTAUTH_SECRET;
  if (secret === undefined || secret === '') throw new Error('NEXTAUTH_SECRET is not set');
  return { secret, secure: source.NEXTAUTH_URL?.startsWith('https://') ?? false };
}

export function sessionCookieName(secure: boolean): string {
  return `${secure ? '__Secure-' : ''}next-auth.session-token`;
}

/** Value of one cookie; undefined when absent. The last one wins, as a browser sends the most general path last. */
export function cookieValue(headers: Headers, name: string): string | undefined {
  return parseCookies(headers)[name];
}

/** Every cookie of the request. Values that are no valid encoding are taken as they stand. */
export function parseCookies(headers: Headers): Record<string, string> {
  const cookies: Record<string, string> = Object.create(null);
  for (const part of (headers.get('cookie') ?? '').split(';')) {
    const equals = part.indexOf('=');
    if (equals < 1) continue;
    const value = part
      .slice(equals + 1)
      .trim()
      .replace(/^"(.*)"$/, '$1');
    try {
      cookies[part.slice(0, equals).trim()] = decodeURIComponent(value);
    } catch (error) {
      if (!(error instanceof URIError)) throw error;
      cookies[part.slice(0, equals).trim()] = value;
    }
  }
  return cookies;
}

export interface SessionClaims {
  readonly userId: string;
  /** as the user's row had it at sign-in; another value there now means signed out everywhere */
  readonly tokenVersion: number;
}

/**
 * What the session cookie says, or null when there is none, or it is expired, or not ours. next-auth's own getToken
 * would also take the cookie's value as a Bearer, and finds no cookie on a plain Request.
 */
export async function readSessionCookie(
  headers: Headers,
  settings: SessionSettings = sessionSettings(),
): Promise<SessionClaims | null> {
  const token = cookieValue(headers, sessionCookieName(settings.secure));
  if (token === undefined) return null;
  try {
    const claims = await decode({ token, secret: settings.secret });
    if (typeof claims?.sub !== 'string' || typeof claims.tv !== 'number') return null;
    return { userId: claims.sub, tokenVersion: claims.tv };
  } catch (error) {
    // Whatever a client made up, or another secret sealed, is as good as none.
    if (error instanceof Error) return null;
    throw error;
  }
}
