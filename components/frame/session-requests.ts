/*
 * The two calls of next-auth that the pages need. Its own browser client leaves the page for an error page when the
 * server cannot be reached; here that is an answer, to be shown in place.
 */

export type SignInAnswer =
  | { ok: true }
  | { ok: false; why: 'wrong' | 'offline' | 'unavailable' }
  | { ok: false; why: 'rate'; seconds: number };

async function csrfToken(): Promise<string> {
  const response = await fetch('/api/auth/csrf', { cache: 'no-store' });
  const body: unknown = await response.json();
  if (!response.ok || typeof body !== 'object' || body === null || !('csrfToken' in body)) {
    throw new Error(`no CSRF token: ${response.status}`);
  }
  return String(body.csrfToken);
}

async function post(path: string, fields: Record<string, string>): Promise<Response> {
  return fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...fields, csrfToken: await csrfToken(), json: 'true' }),
  });
}

/** What the server says went wrong stands in the address it answers: a code, or RATE_LIMITED:seconds. */
function readRefusal(url: string | undefined): SignInAnswer {
  const error = url ? new URL(url, window.location.href).searchParams.get('error') : null;
  const seconds = /^RATE_LIMITED:(\d+)$/.exec(error ?? '')?.[1];
  if (seconds !== undefined) return { ok: false, why: 'rate', seconds: Number(seconds) };
  return { ok: false, why: error === 'CredentialsSignin' ? 'wrong' : 'unavailable' };
}

/** Signs in by password (`credentials`) or as a sample person (`sample`). Never throws. */
export async function enter(
  provider: 'credentials' | 'sample',
  fields: Record<string, string>,
): Promise<SignInAnswer> {
  try {
    const response = await post(`/api/auth/callback/${provider}`, fields);
    const body: unknown = await response.json();
    const url = typeof body === 'object' && body !== null && 'url' in body ? String(body.url) : undefined;
    const failed =
      !response.ok || (url !== undefined && new URL(url, window.location.href).searchParams.has('error'));
    return failed ? readRefusal(url) : { ok: true };
  } catch (error) {
    // fetch fails with a TypeError when nobody answers; anything else is an answer we cannot read.
    return { ok: false, why: error instanceof TypeError ? 'offline' : 'unavailable' };
  }
}

/** Leaves for the provider's own page, which leads back to `next`; false where that could not be reached. */
export async function enterElsewhere(provider: string, next: string): Promise<boolean> {
  try {
    const response = await post(`/api/auth/signin/${provider}`, { callbackUrl: next });
    const body: unknown = await response.json();
    const url = typeof body === 'object' && body !== null && 'url' in body ? String(body.url) : '';
    if (!response.ok || !/^https?:\/\//.test(url) || new URL(url).origin === window.location.origin)
      return false;
    window.location.assign(url);
    return true;
  } catch {
    return false;
  }
}

/** Ends this browser's session; false where the server could not be reached. */
export async function leave(): Promise<boolean> {
  try {
    return (await post('/api/auth/signout', {})).ok;
  } catch {
    return false;
  }
}
