import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isLoopback } from '../env';

/** Headers of ours that only the listener sets; whatever a client sends under these names is dropped. */
const OWN = 'x-llmgenie-';
const LOCAL = `${OWN}local`;
const PEER = `${OWN}peer`;
const MARK = Symbol.for('llmgenie.local-mark');

/** Any of these means that somebody stands between the browser and us, however local the Host looks. */
const FORWARDED = /^(forwarded|via|x-real-ip|x-forwarded(-.*)?|cf-connecting-ip|true-client-ip)$/;

/** Unguessable and the same for every copy of this module in the process (Next bundles one of its own). */
function mark(): string {
  const shared: typeof globalThis & { [MARK]?: string } = globalThis;
  shared[MARK] ??= randomBytes(24).toString('base64url');
  return shared[MARK];
}

/** `localhost:3000` -> `localhost`, `[::1]:3000` -> `::1`; null when it is no host. */
export function hostName(host: string | null | undefined): string | null {
  const match = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?$/i.exec(host ?? '');
  return (match?.[1] ?? match?.[2])?.toLowerCase() ?? null;
}

function isLocal(incoming: IncomingMessage): boolean {
  const host = hostName(incoming.headers.host);
  const peer = incoming.socket.remoteAddress?.replace(/^::ffff:/, '');
  return (
    host !== null &&
    isLoopback(host) &&
    peer !== undefined &&
    isLoopback(peer) &&
    !Object.keys(incoming.headers).some((name) => FORWARDED.test(name))
  );
}

/**
 * Who to count tries against: the other end of the connection and, behind a proxy, what the nearest proxy says it
 * serves. A client that makes that header up gains tries, but not against one account, which is counted by itself.
 */
function peerOf(incoming: IncomingMessage): string {
  const hops = [incoming.headers['x-forwarded-for'] ?? []].flat().join(',');
  return [incoming.socket.remoteAddress ?? 'unknown', hops.split(',').at(-1)?.trim().slice(0, 45)]
    .filter(Boolean)
    .join(' for ');
}

/**
 * Notes on the request, for whoever serves it, whether it comes from this machine without a proxy between. It has to
 * happen in the listener: Next adds X-Forwarded-* itself, so that its pages could not tell.
 */
export function stampRequest(incoming: IncomingMessage): void {
  const stamps: [string, string][] = [[PEER, peerOf(incoming)]];
  if (isLocal(incoming)) stamps.push([LOCAL, mark()]);
  for (const name of Object.keys(incoming.headers)) if (name.startsWith(OWN)) delete incoming.headers[name];
  const raw = incoming.rawHeaders;
  const kept = raw.flatMap((name, index) =>
    index % 2 === 0 && !name.toLowerCase().startsWith(OWN) ? [name, raw[index + 1] ?? ''] : [],
  );
  raw.splice(0, raw.length, ...kept, ...stamps.flat());
  Object.assign(incoming.headers, Object.fromEntries(stamps));
}

/** True when the listener saw the request come from this machine, addressed to a loopback name, with no proxy between. */
export function isLocalRequest(headers: Headers): boolean {
  return headers.get(LOCAL) === mark();
}

/** Where the request comes from, as far as can be told; see peerOf. */
export function peerAddress(headers: Headers): string {
  return headers.get(PEER) ?? 'unknown';
}
