import { encode } from 'next-auth/jwt';
import type { AgentsWorld } from '@/mcp/agents.fixture';
import { sessionCookieName } from '../auth/session-cookie';

/** Headers that say who knocks: an agent by its token, a person by a session. */
export type Headers = Record<string, string>;

export async function cookieOf(agents: AgentsWorld, name: string): Promise<Headers> {
  const person = agents.world.people[name];
  if (person?.kind !== 'person') throw new Error(`nobody is called ${name}`);
  const value = await encode({
    token: { sub: person.userId, tv: person.tokenVersion },
    secret: process.env.NEXTAUTH_SECRET ?? '',
  });
  return { cookie: `${sessionCookieName(false)}=${value}`, origin: agents.url.origin };
}

const json = (body: unknown): RequestInit => ({
  method: 'POST',
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
});
const rpc = (method: string, params: object) => json({ jsonrpc: '2.0', id: 1, method, params });
const read = encodeURIComponent(JSON.stringify({ project: 'llmgenie', arguments: {} }));
const write = { project: 'llmgenie', arguments: { title: 'Work' } };

/** One request at every door of the server, by the name a test says. */
export const DOORS: Readonly<Record<string, readonly [path: string, init?: RequestInit]>> = {
  'tRPC, a query': [`/api/trpc/board.window?input=${read}`],
  'tRPC, an action': ['/api/trpc/handoff.create', json(write)],
  'tRPC, a batch': [
    `/api/trpc/board.window,event.list?batch=1&input=${encodeURIComponent(
      JSON.stringify({
        0: { project: 'llmgenie', arguments: {} },
        1: { project: 'llmgenie', arguments: {} },
      }),
    )}`,
  ],
  'REST, a query': ['/api/v1/projects/llmgenie/board.window'],
  'REST, an action': ['/api/v1/projects/llmgenie/handoff.create', json(write.arguments)],
  'live events': ['/api/events?project=llmgenie'],
  'a file': [`/api/blob/${'0'.repeat(64)}?project=llmgenie`],
};

/** Those that open to agents alone. */
export const AGENT_DOORS: typeof DOORS = {
  'MCP, the list of tools': ['/api/mcp', rpc('tools/list', {})],
  'MCP, an action': [
    '/api/mcp',
    rpc('tools/call', {
      name: 'run_action',
      arguments: { action: 'handoff.create', arguments: write.arguments },
    }),
  ],
  'MCP, a read': ['/api/mcp', rpc('tools/call', { name: 'get_available_actions', arguments: {} })],
};

/** Those that open before anybody is known. */
export const OPEN_DOORS: typeof DOORS = {
  'a link': ['/api/identity/link', json({ secret: 'x'.repeat(40) })],
};

export async function knock(
  agents: AgentsWorld,
  [path, init]: readonly [path: string, init?: RequestInit],
  who: Headers = {},
): Promise<{ status: number; headers: globalThis.Headers; text: string }> {
  const response = await fetch(new URL(path, agents.url), {
    redirect: 'manual',
    ...init,
    headers: { ...Object(init?.headers), ...who },
  });
  // A stream that opened has no end.
  if (response.headers.get('content-type') === 'text/event-stream') {
    await response.body?.cancel();
    return { status: response.status, headers: response.headers, text: '' };
  }
  return { status: response.status, headers: response.headers, text: await response.text() };
}
