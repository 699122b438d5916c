import type pg from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { databaseTrouble } from '../db/trouble';

/** Longest key we hand over; the column holds 255 characters with the prefix. */
const KEY_LENGTH = 240;

export interface TryLimit {
  /** Counts a try; answers the seconds to wait, 0: go on. */
  attempt(key: string): Promise<number>;
  /** That try was none: it is given back. */
  forgive(key: string): Promise<void>;
}

/** Counted in Postgres, so that every process sees the tries that the others saw. Durations in seconds. */
export function createTryLimit(
  pool: pg.Pool,
  keyPrefix: string,
  limits: { points: number; duration: number; blockDuration?: number },
): TryLimit & { clear(key: string): Promise<void> } {
  const limiter = new RateLimiterPostgres({
    storeClient: pool,
    storeType: 'pool',
    tableName: 'sign_in_failure',
    // The migration makes it; the application's role may not.
    tableCreated: true,
    clearExpiredByTimeout: true,
    keyPrefix,
    ...limits,
  });
  const short = (key: string) => key.slice(0, KEY_LENGTH);
  return {
    async attempt(key) {
      try {
        await limiter.consume(short(key));
        return 0;
      } catch (refused) {
        if (refused instanceof RateLimiterRes) return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
        throw databaseTrouble(refused) ?? refused;
      }
    },
    async forgive(key) {
      await limiter.reward(short(key));
    },
    async clear(key) {
      await limiter.delete(short(key));
    },
  };
}
