import { createHash, randomBytes } from 'node:crypto';

/** 256 bits: guessing is hopeless, so a plain SHA-256 of the token is safe to store and to look up by. */
const SECRET_BYTES = 32;
/** lg_<32 hex digits of the row's id>_<43 characters of base64url> */
const SHAPE = /^lg_([0-9a-f]{32})_[A-Za-z0-9_-]{43}$/;

export interface AgentToken {
  /** the whole text: shown once, never stored */
  readonly token: string;
  readonly secretHash: Buffer;
}

/** SHA-256 of the whole token: what the database keeps. */
export function hashAgentToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** A new token for the row with this id (a UUID). */
export function makeAgentToken(id: string): AgentToken {
  const token = `lg_${id.replaceAll('-', '')}_${randomBytes(SECRET_BYTES).toString('base64url')}`;
  if (!SHAPE.test(token)) throw new Error(`not a UUID: ${id}`);
  return { token, secretHash: hashAgentToken(token) };
}

/** Null for anything that no call of makeAgentToken could have made. Says nothing about whether it is still valid. */
export function parseAgentToken(text: string): { readonly id: string; readonly secretHash: Buffer } | null {
  const id = SHAPE.exec(text)?.[1];
  if (id === undefined) return null;
  return {
    id: id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    secretHash: hashAgentToken(text),
  };
}
