import { createHash } from 'node:crypto';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import { encode } from 'next-auth/jwt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeAgentToken } from '@/server/auth/agent-token';
import { type AgentsWorld, createAgentsWorld } from './agents.fixture';

let agents: AgentsWorld;
let token: string;
beforeAll(async () => {
  agents = await createAgentsWorld();
  token = await agents.token('coder-1', ['coder']);
}, 60_000);
afterAll(() => agents?.close());

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  json: Record<string, unknown>;
}

/** Node's own client: it lets a test say any Host, Origin and method. */
function send(
  body: unknown,
  { method = 'POST', headers = {} }: { method?: string; headers?: Record<string, string | undefined> } = {},
): Promise<Answer> {
  const all = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    ...headers,
  };
  const sent = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  return new Promise((resolve, reject) => {
    const call = httpRequest(agents.url, { method, headers: sent, agent: false }, async (response) => {
      const text = await textOf(response);
      const json: unknown = text.startsWith('{') ? JSON.parse(text) : {};
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: Object(json) });
    });
    call.on('error', reject);
    call.end(typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body));
  });
}

const rpc = (method: string, params?: unknown, id = 1) => ({ jsonrpc: '2.0', id, method, params });
const list = rpc('tools/list');
const codeOf = (answer: Answer) => Object(Object(answer.json.error).data).code;

describe('the protocol', () => {
  it('greets with the revision asked for, says where to begin, and keeps no session', async () => {
    const hello = await send(
      rpc('initialize', {
        protocolVersion: '2025-11-25',
        capabilities: {},
        clientInfo: { name: 'test', version: '1' },
      }),
    );
    expect(hello.status).toBe(200);
    expect(hello.headers).not.toHaveProperty('mcp-session-id');
    expect(hello.headers['content-type']).toBe('application/json');
    expect(hello.json.result).toMatchObject({
      protocolVersion: '2025-11-25',
      serverInfo: { name: 'llmgenie' },
      instructions: expect.stringMatching(/^Call get_available_actions first/),
    });
    expect((await send({ jsonrpc: '2.0', method: 'notifications/initialized' })).status).toBe(202);
  });

  it('answers an unknown revision with one of its own at first, and refuses it later', async () => {
    const params = {
      protocolVersion: '1999-01-01',
      capabilities: {},
      clientInfo: { name: 't', version: '1' },
    };
    expect((await send(rpc('initialize', params))).json.result).toMatchObject({
      protocolVersion: '2025-11-25',
    });
    expect((await send(list, { headers: { 'mcp-protocol-version': '1999-01-01' } })).status).toBe(400);
  });

  it('lists the same tools to everybody, byte for byte, and with the SDK client as well', async () => {
    const reader = await agents.token('reader-1', ['librarian'], ['read']);
    const first = await send(list);
    await agents.as('lead', 'handoff.create', { title: 'Something new' });
    const second = await send(list);
    const third = await send(list, { headers: { authorization: `Bearer ${reader}` } });
    expect(first.status).toBe(200);
    expect(second.text).toBe(first.text);
    expect(third.text).toBe(first.text);
    expect(Buffer.byteLength(first.text)).toBeLessThanOrEqual(4096);
    const agent = await agents.connect(token);
    expect(await agent.client.listTools()).toEqual(first.json.result);
  });

  it('keeps what an agent sees of 60 handoffs within 8 KB, and says how to go on', async () => {
    for (let batch = 0; batch < 6; batch += 1) {
      await Promise.all(
        Array.from({ length: 10 }, (_, n) =>
          agents.as('lead', 'handoff.create', {
            title: `Handoff ${batch}/${n} with a title of usual length`,
            package: { summary: 'What was done so far. '.repeat(20) },
          }),
        ),
      );
    }
    const agent = await agents.connect(
      await agents.token('looker', ['analyst', 'coder', 'reviewer', 'librarian']),
    );
    const calls = [
      ['get_available_actions', {}],
      ['get_available_actions', { detail: 'full' }],
      ['get_available_actions', { handoff: 'LG-3' }],
      ['wait_for_next', { timeoutMs: 0 }],
      ...['board.window', 'event.list', 'session.list', 'policy.list', 'project.members', 'context.list'].map(
        (action) => ['run_action', { action }] as const,
      ),
      ['run_action', { action: 'board.stage', arguments: { stage: 'intake' } }],
      ['run_action', { action: 'handoff.get', arguments: { handoff: 'LG-3' } }],
    ] as const;
    for (const [tool, args] of calls) {
      const reply = await agent.call(tool, args);
      expect([tool, args, reply.isError ? reply.text : '']).toEqual([tool, args, '']);
      expect(Buffer.byteLength(reply.text), `${tool} ${JSON.stringify(args)}`).toBeLessThanOrEqual(8192);
    }
    const names = new Set<string>();
    let cursor: string | undefined;
    do {
      const page = await agent.call('get_available_actions', { detail: 'full', ...(cursor && { cursor }) });
      for (const action of Object(page.body).actions) {
        expect(names).not.toContain(action.name);
        names.add(action.name);
        expect(action.inputSchema).toMatchObject({ type: 'object' });
      }
      cursor = Object(page.body).nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect([...names][0], 'what an agent needs before all else').toBe('session.start');
    const unknown = await agent.call('run_action', { action: 'nothing.at-all' });
    expect([...names].sort()).toEqual(Object(unknown.body.details).actions);
    const board = await agent.call('run_action', { action: 'board.window' });
    expect(board.body.narrowed).toEqual({ perStage: expect.any(Number) });
    const chosen = await agent.call('run_action', { action: 'board.window', arguments: { perStage: 50 } });
    expect(chosen.body).toMatchObject({
      code: 'TOO_LARGE',
      details: { less: { perStage: expect.any(Number) } },
    });
    const longer = await agent.call('run_action', {
      action: 'board.window',
      arguments: { perStage: 50 },
      ...Object(Object(chosen.body.details).repeatWith),
    });
    expect(longer.isError).toBe(false);
  }, 60_000);
});

describe('who comes in', () => {
  it('asks for a token, and points nowhere while nothing could issue one', async () => {
    for (const method of ['initialize', 'tools/list', 'tools/call', 'ping']) {
      const answer = await send(rpc(method), { headers: { authorization: undefined } });
      expect(answer.status, method).toBe(401);
      expect(answer.headers['www-authenticate']).toBe('Bearer scope="read act"');
      expect(codeOf(answer)).toBe('UNAUTHENTICATED');
    }
  });

  it('takes neither a session as Bearer, nor a cookie, nor a token in the address', async () => {
    const lead = agents.world.people.lead;
    if (lead?.kind !== 'person') throw new Error('the lead is a person');
    const jwt = await encode({
      token: { sub: lead.userId, tv: 1 },
      secret: process.env.NEXTAUTH_SECRET ?? '',
    });
    const asBearer = await send(list, { headers: { authorization: `Bearer ${jwt}` } });
    expect(asBearer.status).toBe(401);
    expect(asBearer.headers['www-authenticate']).toBe('Bearer error="invalid_token", scope="read act"');
    const cookie = `next-auth.session-token=${jwt}`;
    const origin = agents.url.origin;
    const trpc = await fetch(
      new URL(
        `/api/trpc/event.list?input=${encodeURIComponent('{"project":"llmgenie","arguments":{}}')}`,
        agents.url,
      ),
      { headers: { cookie } },
    );
    expect(trpc.status, 'the cookie is good elsewhere').toBe(200);
    expect((await send(list, { headers: { authorization: undefined, cookie, origin } })).status).toBe(401);
    const inAddress = await fetch(`${agents.url}?token=${token}`, {
      method: 'POST',
      body: JSON.stringify(list),
    });
    expect(inAddress.status).toBe(401);
  });

  it('refuses what was never issued and what was revoked, whatever is called', async () => {
    const made = await agents.token('short-lived', ['coder']);
    const { agents: all } = await agents.as('admin', 'agent.list');
    const row = Object(all).find((agent: { name: string }) => agent.name === 'short-lived');
    const calls = [
      list,
      rpc('ping'),
      rpc('tools/call', { name: 'run_action', arguments: { action: 'board.window' } }),
      rpc('tools/call', { name: 'run_action', arguments: {} }),
      rpc('tools/call', { name: 'run_action', arguments: { action: 'no.such' } }),
      rpc('tools/call', { name: 'no_such_tool' }),
      rpc('tools/call', { name: 'wait_for_next', arguments: { timeoutMs: 0 } }),
      '{broken',
    ];
    const statuses = async (bearer: string) => {
      const headers = { authorization: `Bearer ${bearer}` };
      const answers = await Promise.all(calls.map((call) => send(call, { headers })));
      return answers.map((answer) => answer.status);
    };
    expect(await statuses(made)).toEqual([200, 200, 200, 200, 200, 200, 200, 400]);
    await agents.as('admin', 'token.revoke', { id: Object(row).tokens[0].id });
    expect(await statuses(made)).toEqual(calls.map(() => 401));
    expect(await statuses(makeAgentToken('01a20690-35ee-776f-9031-fd519a6070b6').token)).toEqual(
      calls.map(() => 401),
    );
  });

  it('names the scope that is missing', async () => {
    const reader = await agents.token('reader-2', ['coder'], ['read']);
    const headers = { authorization: `Bearer ${reader}` };
    const call = rpc('tools/call', {
      name: 'run_action',
      arguments: { action: 'handoff.create', arguments: { title: 'No' } },
    });
    const refused = await send(call, { headers });
    expect(refused.status).toBe(403);
    expect(refused.headers['www-authenticate']).toBe('Bearer error="insufficient_scope", scope="act"');
    expect(refused.json).toMatchObject({ id: 1, error: { data: { code: 'INSUFFICIENT_SCOPE' } } });
    expect((await send(list, { headers })).status).toBe(200);
  });

  it('sees one project only: the one of its token', async () => {
    const agent = await agents.connect(token);
    const stranger = await agent.call('run_action', {
      action: 'handoff.get',
      arguments: { handoff: 'LAB-1' },
    });
    expect(stranger.body.code).toBe('NOT_FOUND');
    const extra = await agent.call('run_action', { action: 'board.window', project: 'lab' });
    expect(extra.body.code).toBe('INVALID_ARGUMENTS');
  });
});

describe('what is let through', () => {
  it('answers only POST, and says so', async () => {
    for (const method of ['GET', 'DELETE', 'PUT', 'OPTIONS']) {
      const answer = await send(undefined, { method });
      expect(answer.status, method).toBe(405);
      expect(answer.headers.allow).toBe('POST');
    }
  });

  it('takes one message a request', async () => {
    for (const body of [[list], [list, rpc('ping', undefined, 2)], [], 'null', '7', '{broken', '']) {
      const answer = await send(body);
      expect(answer.status, JSON.stringify(body)).toBe(400);
      expect(answer.json.result).toBeUndefined();
    }
  });

  it.each(['https://evil.example', 'null', 'http://127.0.0.1:1'])('refuses the Origin %s', async (origin) => {
    const answer = await send(list, { headers: { origin } });
    expect(answer.status).toBe(403);
    expect(codeOf(answer)).toBe('FORBIDDEN_ORIGIN');
  });

  it.each(['evil.example', '127.0.0.1.evil.example', 'localhost@evil.example'])(
    'refuses the Host %s',
    async (host) => {
      const answer = await send(list, { headers: { host } });
      expect(answer.status).toBe(403);
      expect(codeOf(answer)).toBe('FORBIDDEN_ORIGIN');
    },
  );

  it('takes 1 MB, and more only for a file', async () => {
    const big = 'x'.repeat(1024 * 1024);
    const call = (action: string, args: object) =>
      rpc('tools/call', { name: 'run_action', arguments: { action, arguments: args } });
    const refused = await send(call('handoff.comment', { handoff: 'LG-1', body: big }));
    expect(refused.status).toBe(413);
    expect(refused.json).toMatchObject({
      error: { data: { code: 'TOO_LARGE', details: { limitBytes: 1048576 } } },
    });
    expect((await send('y'.repeat(9 * 1024 * 1024))).status).toBe(413);
    const agent = await agents.agent('uploader', ['coder']);
    const bytes = Buffer.alloc(1.5 * 1024 * 1024, 'line of a log\n');
    const uploaded = await agent.run('blob.upload', { name: 'log.txt', base64: bytes.toString('base64') });
    expect(uploaded).toEqual({
      sha256: createHash('sha256').update(bytes).digest('hex'),
      size: bytes.length,
    });
  });

  it('notes when a token was last used, at most once a minute', async () => {
    const fresh = await agents.token('used-1', ['coder']);
    const lastUsed = async () => {
      const { agents: all } = await agents.as('admin', 'agent.list');
      return Object(all).find((agent: { name: string }) => agent.name === 'used-1').tokens[0].lastUsedAt;
    };
    expect(await lastUsed()).toBeNull();
    const agent = await agents.connect(fresh);
    await expect.poll(lastUsed).toEqual(expect.any(String));
    const first = await lastUsed();
    await agent.call('run_action', { action: 'board.window' });
    expect(await lastUsed()).toBe(first);
  });
});
