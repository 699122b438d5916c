import type { IncomingMessage, ServerResponse } from 'node:http';

/** A web request of a Node one. `body` was read already, with its limit. Throws TypeError for an impossible address. */
export function toRequest(incoming: IncomingMessage, body: Buffer | undefined): Request {
  const headers = new Headers();
  const raw = incoming.rawHeaders;
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const [name, value] = [raw[index] ?? '', raw[index + 1] ?? ''];
    if (!name.startsWith(':')) headers.append(name, value);
  }
  return new Request(`http://${incoming.headers.host}${incoming.url}`, {
    method: incoming.method ?? 'GET',
    headers,
    ...(body === undefined ? {} : { body: new Uint8Array(body) }),
  });
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
 * Writes a web response out, at the pace of the client. A body that fails midway cuts the connection, so that the
 * client cannot take half an answer for a whole one.
 */
export async function sendResponse(response: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.writeHead(response.status, plainHeaders(response.headers));
  if (response.body === null || outgoing.req.method === 'HEAD') {
    await response.body?.cancel();
    outgoing.end();
    return;
  }
  const reader = response.body.getReader();
  const gone = () => void reader.cancel().catch(() => undefined);
  outgoing.once('close', gone);
  // A body that ends with an error does so also while we wait for a client that reads nothing.
  reader.closed.catch(() => outgoing.destroy());
  if (response.headers.get('content-type') === 'text/event-stream') outgoing.flushHeaders();
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
