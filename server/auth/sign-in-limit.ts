import type pg from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';

/** Tries before a pause of a minute, for one account from one address. Durations in seconds. */
const PAIR = { points: 5, duration: 15 * 60, blockDuration: 60 };
/** One address on many accounts. */
const ADDRESS = { points: 100, duration: 15 * 60 };
/** Many addresses on one account, as a botnet does. High enough that one prankster cannot lock the owner out. */
const ACCOUNT = { points: 500, duration: 60 * 60 };
/** Longest key we hand over; the column holds 255 characters with the prefix. */
const KEY_LENGTH = 240;

export interface SignInLimit {
  /**
   * Counts a try before the password is looked at, so that tries in parallel cannot slip through together.
   * Answers the seconds to wait; 0: go on.
   */
  attempt(email: string, address: string): Promise<number>;
  /** The password was right: that try was no failure, and the earlier ones from there are forgiven. */
  succeeded(email: string, address: string): Promise<void>;
}

/** Counted in Postgres, so that every process sees the tries that the others saw. */
export function createSignInLimit(pool: pg.Pool): SignInLimit {
  const limiter = (keyPrefix: string, limits: { points: number; duration: number; blockDuration?: number }) =>
    new RateLimiterPostgres({
      storeClient: pool,
      storeType: 'pool',
      tableName: 'sign_in_failure',
      // The migration makes it; the application's role may not.
      tableCreated: true,
      clearExpiredByTimeout: true,
      keyPrefix,
      ...limits,
    });
  const pair = limiter('pair', PAIR);
  const address = limiter('address', ADDRESS);
  const account = limiter('account', ACCOUNT);

  const keys = (email: string, from: string) => ({
    pair: `${from}|${email}`.slice(0, KEY_LENGTH),
    address: from.slice(0, KEY_LENGTH),
    account: email.slice(0, KEY_LENGTH),
  });

  async function consume(limit: RateLimiterPostgres, key: string): Promise<number> {
    try {
      await limit.consume(key);
      return 0;
    } catch (refused) {
      if (refused instanceof RateLimiterRes) return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
      throw refused;
    }
  }

  return {
    async attempt(email, from) {
      const key = keys(email, from);
      // One after the other: what the first refuses must not use up the points of the others.
      return (
        (await consume(pair, key.pair)) ||
        (await consume(address, key.address)) ||
        (await consume(account, key.account))
      );
    },
    async succeeded(email, from) {
      const key = keys(email, from);
      await Promise.all([pair.delete(key.pair), address.reward(key.address), account.reward(key.account)]);
    },
  };
}
