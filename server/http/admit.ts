import { hostName } from '../auth/local-request';
import { type Env, isLoopback } from '../env';
import { AppError } from '../errors';

type Place = Pick<Env, 'host' | 'publicUrl'>;

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A name we do not go by is refused: a page of somebody else whose name was made to point at this machine (DNS
 * rebinding) would otherwise be of our own origin, as would links built from a forged Host.
 */
export function assertHost(place: Place, host: string | null): void {
  const name = hostName(host);
  const own = [place.host, place.publicUrl && new URL(place.publicUrl).hostname.replace(/^\[(.*)\]$/, '$1')];
  if (name !== null && (isLoopback(name) || own.includes(name))) return;
  throw new AppError('FORBIDDEN_ORIGIN', 'This server does not go by that name.');
}

function isOwnOrigin(place: Place, origin: string, host: string | null): boolean {
  if (origin === place.publicUrl) return true;
  if (!URL.canParse(origin)) return false; // 'null': a sandboxed frame, a file
  const { protocol, host: from } = new URL(origin);
  return (protocol === 'http:' || protocol === 'https:') && from === host?.toLowerCase();
}

/**
 * Refuses what another site makes a browser send. Any foreign Origin is refused, whatever the method or credential.
 * What changes something and comes with cookies needs our own Origin and a JSON body besides, which no form of another
 * site can send. Sign-in has a token of its own against that (next-auth's), and posts forms.
 */
export function assertOrigin(place: Place, request: Request, path: string): void {
  const { headers, method } = request;
  const origin = headers.get('origin');
  const own = origin !== null && isOwnOrigin(place, origin, headers.get('host'));
  if (origin !== null && !own) throw new AppError('FORBIDDEN_ORIGIN', 'Another site may not call this.');
  if (SAFE.has(method) || path.startsWith('/api/auth/')) return;
  if (headers.has('authorization') || !headers.has('cookie')) return;
  // Old clients send no Origin with what they fetch from their own page, but this, which no page can forge.
  if (!own && headers.get('sec-fetch-site') !== 'same-origin') {
    throw new AppError('FORBIDDEN_ORIGIN', 'With a session cookie, the Origin header has to be ours.');
  }
  if (!/^application\/json\b/i.test(headers.get('content-type') ?? '')) {
    throw new AppError(
      'UNSUPPORTED_MEDIA_TYPE',
      'With a session cookie, the body has to be application/json.',
    );
  }
}

/** The path's own methods, else 405 with Allow. TRACE and the like are nowhere among them. */
export function assertMethod(method: string, allowed: readonly string[]): void {
  if (allowed.includes(method)) return;
  throw new AppError('METHOD_NOT_ALLOWED', `${method} is not possible here.`, {
    details: { allow: allowed.join(', ') },
  });
}
