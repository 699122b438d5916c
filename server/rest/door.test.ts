import { encode } from 'next-auth/jwt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AgentsWorld, createAgentsWorld } from '@/mcp/agents.fixture';
import { sessionCookieName } from '../auth/session-cookie';

let agents: AgentsWorld;
let coder: string;
const handoffs: string[] = [];
beforeAll(async () => {
  agents = await createAgentsWorld();
  coder = await agents.token('coder-1', ['coder', 'analyst']);
  for (let n = 0; n < 5; n += 1) {
    const { handoff } = await agents.as('lead', 'handoff.create', { title: `Work ${n}` });
    handoffs.push(String(handoff));
  }
}, 60_000);
afterAll(() => agents?.close());

interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown> & { error: { code: string; details: Record<string, unknown> } };
}

async function call(path: string, init: RequestInit & { token?: string | null } = {}): Promise<Reply> {
  const { token = coder, headers, ...rest } = init;
  const response = await fetch(new URL(`/api/v1${path}`, agents.url), {
    ...rest,
    headers: { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...Object(headers) },
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) };
}
const send = (path: string, body: unknown, headers: Record<string, string> = {}, method = 'POST') =>
  call(path, {
    method,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });
const LG = '/projects/llmgenie';
const seqOf = async () => Number((await call('/workflow/state?project=llmgenie')).body.seq);

describe('the six paths that scripts rely on', () => {
  it('say what may be done, at all and on one handoff, as every other door does', async () => {
    const all = await call('/actions?project=llmgenie');
    expect(all.status).toBe(200);
    expect(all.body).toMatchObject({ permission: 'member', actions: expect.any(Array) });
    const [handoff] = handoffs;
    const one = await call(`/actions?project=llmgenie&handoff=${handoff}&detail=full`);
    const { actions } = one.body as unknown as { actions: { name: string; allowed: string }[] };
    expect(actions).toContainEqual(
      expect.objectContaining({
        name: 'handoff.claim',
        allowed: 'blocked',
        blockedBy: expect.objectContaining({ policyId: 'logging.session' }),
      }),
    );
  });

  it('run an action by its name, tell why not, and tell beforehand', async () => {
    const [handoff] = handoffs;
    const claim = { project: 'llmgenie', action: 'handoff.claim', arguments: { handoff } };
    const before = await seqOf();
    const asked = await send('/enforce', claim);
    expect(asked).toMatchObject({ status: 200, body: { allowed: false } });
    expect(asked.body.denials).toMatchObject([
      { policyId: 'logging.session', next: [{ action: 'session.start' }] },
    ]);
    expect(await seqOf()).toBe(before);
    const refused = await send('/action', claim);
    expect(refused).toMatchObject({
      status: 403,
      body: { error: { code: 'POLICY_DENIED', retryable: false, details: { action: 'handoff.claim' } } },
    });
    const dry = { project: 'llmgenie', action: 'session.start', arguments: { mode: 'code' }, dryRun: true };
    expect((await send('/action', dry)).body).toMatchObject({ ok: true, dryRun: true, eventSeq: null });
    const started = await send('/action', { ...dry, dryRun: false });
    expect(started.body).toMatchObject({ ok: true, action: 'session.start', replayed: false });
    expect(Number(started.body.eventSeq)).toBeGreaterThan(before);
    expect((await send('/enforce', claim)).body).toEqual({ allowed: true, denials: [] });
    const read = { project: 'llmgenie', action: 'handoff.get', arguments: { handoff } };
    expect((await send('/action', read)).body).toMatchObject({ untrusted: true, eventSeq: null });
    const unknown = await send('/action', { project: 'llmgenie', action: 'handoff.lapse' });
    expect(unknown).toMatchObject({ status: 404, body: { error: { code: 'UNKNOWN_ACTION' } } });
    const misspelt = await send('/enforce', { ...claim, policy: 'checklist.requird' });
    expect(misspelt).toMatchObject({ status: 400, body: { error: { code: 'INVALID_ARGUMENTS' } } });
  });

  it('walk all live handoffs page by page, and say from which event on to follow', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const more: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const { body } = await call(`/workflow/state?project=llmgenie&workflow=delivery&limit=2${more}`);
      const page = body as unknown as { handoffs: { handoff: string }[]; nextCursor: string | null };
      expect(page.handoffs.length).toBeLessThanOrEqual(2);
      expect(body).toMatchObject({ stages: expect.any(Array), routes: expect.any(Array), untrusted: true });
      seen.push(...page.handoffs.map(({ handoff }) => handoff));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(handoffs);
    const { body } = await call('/workflow/state?project=llmgenie');
    expect(body.seq).toEqual((await call(`${LG}/event.list?limit=1&after=${Number(body.seq) - 1}`)).body.seq);
    expect((await call('/workflow/state?project=llmgenie&workflow=none')).status).toBe(404);
  });

  it('show a policy as it is in force', async () => {
    const { status, body } = await call('/policy/checklist.required?project=llmgenie');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: 'checklist.required',
      status: 'active',
      builtin: true,
      text: expect.stringContaining('forbid'),
      version: expect.stringMatching(/^[0-9a-f]{64}$/),
      coverage: { denied: expect.any(Number), overridden: 0 },
    });
    expect((await call('/policy/none.such?project=llmgenie')).status).toBe(404);
  });

  it('set a value of the context and read it with what it hides', async () => {
    expect((await call('/context/house.rule?project=llmgenie')).status).toBe(404);
    await agents.as('lead', 'context.set', { layer: 'project', key: 'house.rule', value: 'Knock' });
    const set = await send(
      '/context/house.rule?project=llmgenie',
      { value: 'Ring', source: 'the door' },
      {},
      'PUT',
    );
    expect(set).toMatchObject({ status: 200, body: { action: 'context.set', result: { version: 1 } } });
    const { sessions } = (await call(`${LG}/session.list`)).body as unknown as {
      sessions: { id: string; actor: { name: string } }[];
    };
    const session = sessions.find(({ actor }) => actor.name === 'coder-1')?.id ?? '';
    const read = await call(`/context/house.rule?project=llmgenie&session=${session}`);
    expect(read.body).toMatchObject({
      value: 'Ring',
      layer: 'session',
      version: 1,
      source: 'the door',
      shadowed: [{ layer: 'project', value: 'Knock' }],
    });
    const other = await send(
      '/context/house.rule?project=llmgenie&session=01900000-0000-7000-8000-000000000000',
      { value: 'Shout' },
      {},
      'PUT',
    );
    expect(other).toMatchObject({ status: 409, body: { error: { code: 'RULE_REFUSED' } } });
  });
});

describe('the path of each action and query', () => {
  it('takes lists and numbers of a query string, and answers the result alone', async () => {
    const [one = '', two = ''] = handoffs;
    const { status, body } = await call(`${LG}/board.cards?handoffs=${one}&handoffs=${two}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ cards: [{ handoff: one }, { handoff: two }] });
    expect((await call(`${LG}/event.list?limit=2`)).body.events).toHaveLength(2);
  });

  it('has one effect under one key, and says so', async () => {
    const key = { 'idempotency-key': 'rest-key-0001' };
    const create = { title: 'Made once' };
    const first = await send(`${LG}/handoff.create`, create, key);
    const again = await send(`${LG}/handoff.create`, create, key);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body).toEqual({ ...first.body, replayed: true });
    const other = await send(`${LG}/handoff.create`, { title: 'Another' }, key);
    expect(other).toMatchObject({ status: 409, body: { error: { code: 'IDEMPOTENCY_CONFLICT' } } });
    // The same key by the other path is the same call; two keys at once are a mistake.
    const named = { project: 'llmgenie', action: 'handoff.create', arguments: create };
    expect((await send('/action', named, key)).body).toEqual({ ...first.body, replayed: true });
    const both = await send('/action', { ...named, idempotencyKey: 'another-key' }, key);
    expect(both).toMatchObject({ status: 400, body: { error: { code: 'INVALID_ARGUMENTS' } } });
    expect((await send(`${LG}/handoff.create`, create, { 'idempotency-key': 'short' })).status).toBe(400);
  });

  it('tries without writing', async () => {
    const before = await seqOf();
    const { status, body } = await send(`${LG}/handoff.create?dryRun=true`, { title: 'Never' });
    expect([status, body.dryRun, body.eventSeq]).toEqual([200, true, null]);
    expect(await seqOf()).toBe(before);
  });
});

describe('the manners of the door', () => {
  it('answer what is wrong with a request, in fields and with the schema', async () => {
    const wrong = await call(`/actions?project=llmgenie&handof=LG-1`);
    expect(wrong).toMatchObject({ status: 400, body: { error: { code: 'INVALID_ARGUMENTS' } } });
    expect(wrong.body.error.details.issues).toMatchObject([{ code: 'unrecognized_keys', keys: ['handof'] }]);
    expect(wrong.body.error.details.inputSchema).toBeDefined();
    for (const path of [
      '/actions',
      `${LG}/event.list?limt=2`,
      `${LG}/event.list?limit=two`,
      `${LG}/event.list?limit=1&limit=2`,
      '/workflow/state?project=llmgenie&project=lab',
      '/context/Not%20a%20key?project=llmgenie',
    ]) {
      expect([path, (await call(path)).status]).toEqual([path, 400]);
    }
    for (const body of ['{', '[]', '"x"', '{"a":1}', '\u00ff']) {
      expect([body, (await send(`${LG}/handoff.claim`, body)).status]).toEqual([body, 400]);
    }
    expect((await send(`${LG}/handoff.create?dry=1`, { title: 'x' })).status).toBe(400);
    expect((await send(`/enforce?x=1`, {})).status).toBe(400);
  });

  it('find nothing where nothing is, and nothing of another project', async () => {
    for (const path of ['/', '/nothing', '/actions/', '/policy/', '/policy/a/b', '/context/%E0%A4%A', LG]) {
      expect([path, (await call(path)).status]).toEqual([path, 404]);
    }
    for (const path of ['/projects/lab/event.list', '/actions?project=lab', '/projects/%00/event.list']) {
      expect([path, (await call(path)).status]).toEqual([path, 404]);
    }
    expect((await call(`${LG}/handoff.lapse`)).body.error.code).toBe('UNKNOWN_ACTION');
    expect((await call(`${LG}/handoff.get?handoff=LG-999`)).status).toBe(404);
  });

  it('name the methods of a path, and answer HEAD and OPTIONS', async () => {
    const put = await send(`${LG}/handoff.claim`, {}, {}, 'PUT');
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
    for (const method of ['DELETE', 'PATCH', 'POST']) {
      const reply = await call('/context/house.rule?project=llmgenie', { method });
      expect([method, reply.status, reply.headers.get('allow')]).toEqual([
        method,
        405,
        'GET, PUT, HEAD, OPTIONS',
      ]);
    }
    const options = await call(`${LG}/handoff.get`, { method: 'OPTIONS', token: null });
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS']);
    const head = await call('/actions?project=llmgenie', { method: 'HEAD' });
    expect([head.status, head.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(Number(head.headers.get('content-length'))).toBeGreaterThan(100);
    expect((await call('/actions?project=lab', { method: 'HEAD' })).status).toBe(404);
  });

  it('take plain JSON only, and no more of it than there is room for', async () => {
    const claim = JSON.stringify({ handoff: handoffs[0] });
    for (const headers of [
      { 'content-type': 'text/plain' },
      { 'content-type': 'application/json; charset=latin1' },
      { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      { 'content-type': 'application/x-www-form-urlencoded' },
    ]) {
      const reply = await call(`${LG}/handoff.claim`, { method: 'POST', body: claim, headers });
      expect(reply).toMatchObject({ status: 415, body: { error: { code: 'UNSUPPORTED_MEDIA_TYPE' } } });
      expect(reply.headers.get('accept')).toBe('application/json');
    }
    const big = { title: 'x', package: { summary: 'x'.repeat(1_100_000) } };
    for (const [path, body] of [
      [`${LG}/handoff.create`, big],
      ['/action', { project: 'llmgenie', action: 'handoff.create', arguments: big }],
      ['/enforce', { project: 'llmgenie', action: 'handoff.create', arguments: big }],
    ] as const) {
      const reply = await send(path, body);
      expect([path, reply.status, reply.body.error?.code]).toEqual([path, 413, 'TOO_LARGE']);
    }
    const file = { name: 'log.txt', base64: 'A'.repeat(1_600_000) };
    expect((await send(`${LG}/blob.upload`, file)).status).toBe(200);
    const upload = { project: 'llmgenie', action: 'blob.upload', arguments: file };
    expect((await send('/action', upload)).status).toBe(200);
  });

  it('ask who it is before anything else, and say how to answer', async () => {
    const nobody = await call('/actions?nonsense=1', { token: null });
    expect([nobody.status, nobody.headers.get('www-authenticate')]).toEqual([401, 'Bearer scope="read act"']);
    const madeUp = await call('/actions?project=llmgenie', { token: 'lg_x' });
    expect([madeUp.status, madeUp.headers.get('www-authenticate')]).toEqual([
      401,
      'Bearer error="invalid_token", scope="read act"',
    ]);
    const reader = await agents.token('reader', ['coder'], ['read']);
    const scope = await call(`${LG}/session.start`, { method: 'POST', token: reader });
    expect([scope.status, scope.body.error.code]).toEqual([403, 'INSUFFICIENT_SCOPE']);
    expect(scope.headers.get('www-authenticate')).toBe('Bearer error="insufficient_scope", scope="act"');
  });

  it('let a signed-in browser in, from our own pages alone', async () => {
    const lead = agents.world.people.lead;
    const value = await encode({
      token: { sub: lead?.kind === 'person' ? lead.userId : '', tv: 1 },
      secret: process.env.NEXTAUTH_SECRET ?? '',
    });
    const cookie = `${sessionCookieName(false)}=${value}`;
    const create = (headers: Record<string, string>) =>
      call(`${LG}/handoff.create`, {
        method: 'POST',
        body: '{"title":"By cookie"}',
        headers: { cookie, ...headers },
        token: null,
      });
    const own = { origin: agents.url.origin, 'content-type': 'application/json' };
    expect((await call('/actions?project=llmgenie', { headers: { cookie }, token: null })).status).toBe(200);
    expect((await create(own)).body).toMatchObject({ ok: true });
    expect((await create({ ...own, origin: 'https://evil.example' })).status).toBe(403);
    expect((await create({ 'content-type': 'application/json' })).status).toBe(403);
    expect((await create({ ...own, 'content-type': 'text/plain' })).status).toBe(415);
  });

  it('give the document to anybody, and again only when it changed', async () => {
    const first = await call('/openapi.json', { token: null });
    expect([first.status, first.body.openapi]).toEqual([200, '3.1.0']);
    const etag = first.headers.get('etag') ?? '';
    const again = await call('/openapi.json', { headers: { 'if-none-match': etag }, token: null });
    expect([again.status, again.body]).toEqual([304, {}]);
    expect((await call('/openapi.json', { method: 'POST' })).status).toBe(405);
  });

  it('say when to come back', async () => {
    const { pool } = agents.server.runtime;
    const taken = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()));
    try {
      const busy = await call('/actions?project=llmgenie');
      expect([busy.status, busy.headers.get('retry-after')]).toEqual([503, '2']);
      expect(busy.body.error).toMatchObject({ code: 'OVERLOADED', retryable: true });
    } finally {
      for (const client of taken) client.release();
    }
  });

  it('remember what an agent called', async () => {
    await expect
      .poll(
        async () => {
          const { calls } = (await agents.as('admin', 'agent.calls', {
            agent: 'coder-1',
            limit: 100,
          })) as {
            calls: { tool: string; action: string; outcome: string }[];
          };
          return calls.map(({ tool, action, outcome }) => `${tool} ${action} ${outcome}`);
        },
        { timeout: 5_000 },
      )
      .toEqual(
        expect.arrayContaining([
          'POST /api/v1/action session.start ok',
          'POST /api/v1/projects/{project}/handoff.create handoff.create ok',
          'POST /api/v1/action handoff.claim POLICY_DENIED',
        ]),
      );
  });
});
