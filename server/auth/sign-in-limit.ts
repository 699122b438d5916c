import type pg from 'pg';
import { createTryLimit } from './try-limit';

/** Tries before a pause of a minute, for one account from one address. Durations in seconds. */
const PAIR = { points: 5, duration: 15 * 60, blockDuration: 60 };
/** One address on many accounts. */
const ADDRESS = { points: 100, duration: 15 * 60 };
/** Many addresses on one account, as a botnet does. High enough that one prankster cannot lock the owner out. */
const ACCOUNT = { points: 500, duration: 60 * 60 };

export interface SignInLimit {
  /**
   * Counts a try before the password is looked at, so that tries in parallel cannot slip through together.
   * Answers the seconds to wait; 0: go on.
   */
  attempt(email: string, address: string): Promise<number>;
  /** The password was right: that try was no failure, and the earlier ones from there are forgiven. */
  succeeded(email: string, address: string): Promise<void>;
}

export function createSignInLimit(pool: pg.Pool): SignInLimit {
  const pair = createTryLimit(pool, 'pair', PAIR);
  const address = createTryLimit(pool, 'address', ADDRESS);
  const account = createTryLimit(pool, 'account', ACCOUNT);
  const both = (email: string, from: string) => `${from}|${email}`;
  return {
    async attempt(email, from) {
      // One after the other: what the first refuses must not use up the points of the others.
      return (
        (await pair.attempt(both(email, from))) ||
        (await address.attempt(from)) ||
        (await account.attempt(email))
      );
    },
    async succeeded(email, from) {
      await Promise.all([pair.clear(both(email, from)), address.forgive(from), account.forgive(email)]);
    },
  };
}
