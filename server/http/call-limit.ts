import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { credentialFromRequest } from '../auth/credential';
import { peerAddress } from '../auth/local-request';
import { AppError, isAppError } from '../errors';

/** Seconds over which calls are evened out once the burst is used up: whoever is told to wait waits no longer. */
const SMOOTH_S = 5;
const MINUTE_S = 60;
/** Credentials remembered as good; who is forgotten counts once more with the others of the address. */
const REMEMBERED = 10_000;

export interface CallLimit {
  /**
   * Counts the calls of a request before anything else is done for it. Throws RATE_LIMITED. Answers what to do once the
   * credential has been seen to hold: from then on it is counted by itself.
   */
  admit(request: Request): Promise<() => void>;
}

/** Calls in one request: a tRPC batch carries several. */
function callsIn(path: string): number {
  return path.startsWith('/api/trpc/') ? path.split(',').length : 1;
}

/** Whom a request names; what it holds is not known yet. Null where it names nobody. */
async function namedBy(request: Request): Promise<string | null> {
  try {
    const credential = await credentialFromRequest(request);
    if (credential?.kind === 'token') return credential.secretHash.toString('base64');
    return credential?.kind === 'person' ? credential.userId : null;
  } catch (error) {
    // A header that holds no token is refused by the door, in its own words.
    if (isAppError(error)) return null;
    throw error;
  }
}

/**
 * So many calls a minute of one credential at a steady pace, and as many at once on top. A credential is counted by
 * itself once it was seen to hold; everything else counts against the address it comes from, so that made-up tokens buy
 * nothing. In memory of one process: it keeps a loop of somebody's agent from starving others, and counts no money.
 */
export function createCallLimit(callsAMinute: number | undefined): CallLimit {
  if (callsAMinute === undefined) return { admit: async () => () => {} };
  const limiter = new BurstyRateLimiter(
    new RateLimiterMemory({
      points: Math.max(1, Math.floor((callsAMinute / MINUTE_S) * SMOOTH_S)),
      duration: SMOOTH_S,
      keyPrefix: 'steady',
    }),
    new RateLimiterMemory({ points: callsAMinute, duration: MINUTE_S, keyPrefix: 'burst' }),
  );
  const holding = new Set<string>();
  return {
    async admit(request) {
      const named = await namedBy(request);
      const key = named !== null && holding.has(named) ? named : `from ${peerAddress(request.headers)}`;
      try {
        await limiter.consume(key, callsIn(new URL(request.url).pathname));
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        const retryAfterSeconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
        throw new AppError('RATE_LIMITED', 'Too many calls in a short time.', {
          details: { callsAMinute, retryAfterSeconds },
        });
      }
      return () => {
        if (named === null) return;
        if (holding.size >= REMEMBERED) holding.clear();
        holding.add(named);
      };
    },
  };
}
