import { createHash, randomBytes } from 'node:crypto';

/** 256 bits: guessing is hopeless, so a plain SHA-256 is safe to store and to look up by. */
const SECRET_BYTES = 32;
const SHAPE = /^[A-Za-z0-9_-]{43}$/;

/** The secret of a one-time link, and the hex SHA-256 that is kept of it. */
export function makeLinkSecret(): { secret: string; hash: string } {
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  return { secret, hash: createHash('sha256').update(secret).digest('hex') };
}

/** Null for anything that makeLinkSecret could not have made. */
export function hashLinkSecret(secret: string): string | null {
  return SHAPE.test(secret) ? createHash('sha256').update(secret).digest('hex') : null;
}

/**
 * Behind the `#`, which no browser sends: no log on the way, no proxy, no Referer and no preview of a mailbox ever holds
 * or opens it.
 */
export function linkAddress(origin: string, secret: string): string {
  return `${origin}/link#${secret}`;
}
