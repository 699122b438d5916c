import { hash, verify } from '@node-rs/argon2';

/** Longer ones are refused before hashing: argon2 reads every byte, and nobody types so many. */
export const LONGEST_PASSWORD = 256;

/** Shorter ones are guessed, however they are kept. */
export const SHORTEST_PASSWORD = 10;

/** Argon2id with the package's parameters (19 MiB, 2 passes), as OWASP's password storage sheet asks at least. */
export function hashPassword(password: string): Promise<string> {
  return hash(password);
}

let decoy: Promise<string> | undefined;

/**
 * False for a wrong password. For an unknown user, or one without a password, pass null: the same work is done on a
 * decoy, so that the time of the answer does not tell who has an account.
 */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  if (password.length > LONGEST_PASSWORD) return false;
  decoy ??= hash('nobody has this password');
  const right = await verify(passwordHash ?? (await decoy), password);
  return right && passwordHash !== null;
}
