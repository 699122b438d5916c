import type { IncomingMessage } from 'node:http';
import { AppError } from '../errors';

const MEGABYTE = 1024 * 1024;
/** Arguments are texts of at most 16 kB each. */
const BODY_BYTES = MEGABYTE;
/** A file of 5 MB in base64, with room for its name. */
const FILE_BODY_BYTES = 8 * MEGABYTE;

/** Most bytes of a request body at that path. An agent uploads through MCP, where the action's name is in the body. */
export function bodyLimit(path: string): number {
  const uploads =
    path === '/api/mcp' ||
    (path.startsWith('/api/trpc/') &&
      path
        .slice('/api/trpc/'.length)
        .split(',')
        .every((name) => name === 'blob.upload'));
  return uploads ? FILE_BODY_BYTES : BODY_BYTES;
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
