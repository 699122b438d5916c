import type { IncomingMessage } from 'node:http';
import { AppError } from '../errors';
import { registry } from '../registry';

const MEGABYTE = 1024 * 1024;
/** Arguments are texts of at most 16 kB each. */
const BODY_BYTES = MEGABYTE;
/** A file of 5 MB in base64, with room for its name. */
const FILE_BODY_BYTES = 8 * MEGABYTE;

/** Most bytes of a call of that action: one that takes a file along may bring more. */
export function callLimit(action: string): number {
  return (registry.actions.get(action)?.maxCharacters ?? 0) > BODY_BYTES ? FILE_BODY_BYTES : BODY_BYTES;
}

/** Most bytes of a request body at that path. Where the action's name is in the body, its door looks again. */
export function bodyLimit(path: string): number {
  if (path === '/api/mcp' || path === '/api/v1/action') return FILE_BODY_BYTES;
  const [, actions] = /^\/api\/(?:trpc|v1\/projects\/[^/]+)\/([^/]+)$/.exec(path) ?? [];
  // One request of tRPC may hold several calls.
  return actions === undefined ? BODY_BYTES : Math.min(...actions.split(',').map(callLimit));
}

function tooLarge(limit: number): AppError {
  return new AppError('TOO_LARGE', 'The request body is too large.', { details: { limitBytes: limit } });
}

/** The whole body, or undefined without one. Throws TOO_LARGE, by the announced length before reading any of it. */
export async function readBody(incoming: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  if (incoming.method === 'GET' || incoming.method === 'HEAD') return undefined;
  const announced = incoming.headers['content-length'];
  if (announced === undefined && incoming.headers['transfer-encoding'] === undefined) return undefined;
  if (Number(announced ?? 0) > limit) throw tooLarge(limit);
  const chunks: Buffer[] = [];
  let size = 0;
  // Left open when we stop early: the refusal still has to go out on this connection.
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
}
