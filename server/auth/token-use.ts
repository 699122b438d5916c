import type pg from 'pg';
import { withClient } from '../db/pool';

/** Shorter than any page shows, longer than a busy agent's pause. */
const ONCE_MS = 60_000;
/** Tokens remembered; who is forgotten costs one statement that changes nothing. */
const REMEMBERED = 10_000;

export interface TokenUse {
  /** The token with this hash was used just now. Never waits, never throws. */
  mark(secretHash: Buffer): void;
}

/** Keeps `last_used_at` true to the minute, beside the requests and not within them. */
export function createTokenUse(pool: pg.Pool, onTrouble: (error: unknown) => void): TokenUse {
  const marked = new Map<string, number>();
  return {
    mark(secretHash) {
      const key = secretHash.toString('base64');
      const now = performance.now();
      if (now - (marked.get(key) ?? -ONCE_MS) < ONCE_MS) return;
      if (marked.size >= REMEMBERED) marked.clear();
      marked.set(key, now);
      // Other processes mark the same token: the row decides.
      withClient(pool, (client) =>
        client.query({
          name: 'token-use',
          text: `UPDATE agent_token SET last_used_at = now() WHERE secret_hash = $1
            AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`,
          values: [secretHash],
        }),
      ).catch(onTrouble);
    },
  };
}
