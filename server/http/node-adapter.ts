import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * A web request of a Node one. `body` was read already, with its limit; `gone` aborts when nobody waits for the answer
 * any more. Throws TypeError for an impossible address.
 */
export function toRequest(incoming: IncomingMessage, body: Buffer | undefined, gone?: AbortSignal): Request {
  const headers = new Headers();
  const raw = incoming.rawHeaders;
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const [name, value] = [raw[index] ?? '', raw[index + 1] ?? ''];
    if (!name.startsWith(':')) headers.append(name, value);
  }
  return new Request(`http://${incoming.headers.host}${incoming.url}`, {
    method: incoming.method ?? 'GET',
    headers,
    ...(gone === undefined ? {} : { signal: gone }),
    ...(body === undefined ? {} : { body: new Uint8Array(body) }),
  });
}

/** Aborts when the client leaves before the answer went out. */
export function goneSignal(outgoing: ServerResponse): AbortSignal {
  const gone = new AbortController();
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) gone.abort();
  });
  return gone.signal;
}

function plainHeaders(headers: Headers): Record<string, string | string[]> {
  const cookies = headers.getSetCookie();
  const plain: Record<string, string | string[]> = Object.fromEntries(headers);
  if (cookies.length > 0) plain['set-cookie'] = cookies;
  return plain;
}

/** Resolves when there is room again, or when the client is gone. */
function room(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      outgoing.off('drain', go).off('close', go);
      resolve();
    };
    outgoing.once('drain', go).once('close', go);
  });
}

/**
 * Writes a web response out. Event streams go at the pace of the client, and one that fails cuts the connection;
 * everything else is small, made already, and leaves in one piece with its length.
 */
export async function sendResponse(response: Response, outgoing: ServerResponse): Promise<void> {
  if (response.headers.get('content-type') !== 'text/event-stream' || response.body === null) {
    const body = response.body === null ? undefined : Buffer.from(await response.arrayBuffer());
    const headers = plainHeaders(response.headers);
    if (body !== undefined) headers['content-length'] = String(body.length);
    outgoing.writeHead(response.status, headers);
    outgoing.end(outgoing.req.method === 'HEAD' ? undefined : body);
    return;
  }
  outgoing.writeHead(response.status, plainHeaders(response.headers));
  outgoing.flushHeaders();
  await sendStream(response.body, outgoing);
}

async function sendStream(body: ReadableStream<Uint8Array>, outgoing: ServerResponse): Promise<void> {
  const reader = body.getReader();
  const gone = () => void reader.cancel().catch(() => undefined);
  outgoing.once('close', gone);
  // It may also fail while we wait for a client that reads nothing.
  reader.closed.catch(() => outgoing.destroy());
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      if (outgoing.destroyed) return;
      if (!outgoing.write(next.value)) await room(outgoing);
    }
    outgoing.end();
  } catch (error) {
    if (!outgoing.destroyed) outgoing.destroy(error instanceof Error ? error : undefined);
  } finally {
    outgoing.off('close', gone);
  }
}
