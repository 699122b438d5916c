import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openServed, type Served } from './served.fixture';

/* A secret of every kind goes to every door; none of them is in the log, whatever becomes of the call. */

const SECRETS = {
  text: 'quokka-in-a-title',
  query: 'quokka-in-a-query',
  email: 'quokka.owner@mail.example',
  password: 'quokka pass phrase 42',
  link: 'quokkaQ2pXv9LmN3bR7cZw8yUaQ2pXv9LmN3bR7cZw8yUa',
  bearer: 'lg_quokka0000000000000000000000000000',
  ticket: 'quokka-ticket',
  key: 'quokka-idempotency-key',
  scanned: `ghp_${'quokka1Q'.repeat(5).slice(0, 36)}`,
};

let served: Served;
let token: string;
let browser: Record<string, string>;
beforeAll(async () => {
  served = await openServed();
  const { world } = served;
  await world.as('admin', 'agent.create', { name: 'bot', roles: ['analyst'], owner: 'coder@llmgenie.test' });
  const { result } = await world.as('admin', 'token.create', { agent: 'bot', scopes: ['read', 'act'] });
  token = String(result.token);
  browser = await served.browser('admin');
}, 60_000);
afterAll(() => served?.close());

async function send(path: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(`${served.server.url}${path}`, init);
  await response.text();
  return response;
}
const post = (path: string, body: unknown, headers: Record<string, string> = browser) =>
  send(path, { method: 'POST', body: JSON.stringify(body), headers });
const bearer = (secret: string) => ({
  authorization: `Bearer ${secret}`,
  'content-type': 'application/json',
});
const mcp = (args: unknown, secret = token) =>
  post(
    '/api/mcp',
    { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'run_action', arguments: args } },
    { ...bearer(secret), accept: 'application/json, text/event-stream' },
  );
const input = (value: unknown) => encodeURIComponent(JSON.stringify(value));

describe('the log', () => {
  it('has a line for each call, with whose it was, what it was, how it went and how long it took', async () => {
    const response = await post('/api/trpc/project.rename', {
      project: 'llmgenie',
      arguments: { name: 'Renamed' },
    });
    expect(response.status).toBe(200);
    const line = served.lines().find(({ action }) => action === 'project.rename');
    const person = await served.world.db.ownerPool.query(
      `SELECT id FROM actor WHERE project_id = $1 AND name = 'admin'`,
      [served.world.projectId],
    );
    expect(line).toMatchObject({
      level: 'info',
      message: 'call',
      door: 'trpc',
      requestId: response.headers.get('x-request-id'),
      projectId: served.world.projectId,
      actorId: person.rows[0]?.id,
      outcome: 'ok',
      eventSeq: expect.any(Number),
      ms: expect.any(Number),
    });
    expect(line?.time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  it('keeps every secret to itself, at every door, whether the call goes well, is refused or breaks', async () => {
    // A database that quotes back what it was given.
    await served.world.db.ownerPool.query(`
      CREATE FUNCTION quote_back() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        RAISE EXCEPTION 'no such comment "%"', NEW.body USING ERRCODE = '22023', DETAIL = NEW.body; END $$;
      CREATE TRIGGER quote_back BEFORE INSERT ON comment FOR EACH ROW EXECUTE FUNCTION quote_back()`);
    const made = await served.world.as('lead', 'handoff.create', { title: SECRETS.text });
    const handoff = String(made.result.handoff);
    const noisy = {
      ...browser,
      'idempotency-key': SECRETS.key,
      'session-ticket': SECRETS.ticket,
      'user-agent': SECRETS.text,
      referer: `${served.server.url}/x?${SECRETS.query}`,
    };
    const answers = [
      await post(
        '/api/trpc/handoff.create',
        { project: 'llmgenie', arguments: { title: SECRETS.text } },
        noisy,
      ),
      await post(
        '/api/trpc/handoff.create',
        { project: 'llmgenie', arguments: { title: SECRETS.scanned } },
        noisy,
      ),
      await post('/api/trpc/handoff.comment', {
        project: 'llmgenie',
        arguments: { handoff, body: SECRETS.text },
      }),
      await send(
        `/api/trpc/handoff.search?input=${input({ project: 'llmgenie', arguments: { text: SECRETS.query } })}`,
        { headers: noisy },
      ),
      await post('/api/trpc/user.create', { project: 'instance', arguments: { email: SECRETS.email } }),
      await post(
        `/api/v1/projects/llmgenie/handoff.comment?x=${SECRETS.query}`,
        { handoff, body: SECRETS.text },
        noisy,
      ),
      await send(`/api/v1/workflow/state?project=llmgenie&workflow=${SECRETS.query}`, { headers: noisy }),
      await post('/api/v1/action', '{"broken', bearer(SECRETS.bearer)),
      await send('/api/v1/action', { method: 'POST', body: `{"x": ${SECRETS.text}`, headers: bearer(token) }),
      await mcp({ action: 'handoff.create', arguments: { title: SECRETS.text }, ticket: SECRETS.ticket }),
      await mcp({ action: SECRETS.text, arguments: {} }),
      await mcp({ action: 'handoff.get', arguments: { handoff } }, SECRETS.bearer),
      await send(`/api/events?project=${SECRETS.query}`, { headers: noisy }),
      await send(`/api/blob/${randomUUID()}?project=${SECRETS.query}`, { headers: noisy }),
      await post('/api/identity/link', { secret: SECRETS.link }),
      await post('/api/identity/use', {
        secret: SECRETS.link,
        email: SECRETS.email,
        password: SECRETS.password,
      }),
      await post('/api/identity/password', { current: SECRETS.password, next: SECRETS.password }),
      await send('/api/auth/callback/credentials', {
        method: 'POST',
        body: new URLSearchParams({ email: SECRETS.email, password: SECRETS.password }),
        headers: { origin: served.server.url },
        redirect: 'manual',
      }),
      await send(`/api/${SECRETS.text}?${SECRETS.query}`, { headers: noisy }),
    ];
    const statuses = new Set(answers.map(({ status }) => status));
    for (const status of [200, 400, 401, 403, 404, 500]) expect(statuses).toContain(status);
    const doors = new Set(served.lines().map(({ door }) => door));
    for (const door of ['trpc', 'rest', 'mcp', 'events', 'blob', 'identity', 'auth', 'none']) {
      expect(doors).toContain(door);
    }
    const broke = served.lines().find(({ level }) => level === 'error');
    expect(broke).toMatchObject({ error: { code: '22023', message: 'no such comment "…"' } });
    expect(served.text()).not.toMatch(/quokka|ghp_|llmgenie\.test|example/i);
    const cookie = browser.cookie?.split('=')[1] ?? 'none';
    for (const secret of [token, cookie, ...Object.values(SECRETS)])
      expect(served.text()).not.toContain(secret);
  });
});
