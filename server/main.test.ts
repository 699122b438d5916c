import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeAgentToken } from './auth/agent-token';
import { hashPassword } from './auth/password';
import { freePort } from './db/cluster-postmaster';
import { createTestDatabase, type TestDatabase } from './db/test-database';
import { EventPage } from './domain/event/event.schema';
import type { Env } from './env';
import { type RunningServer, serve } from './main';

let db: TestDatabase;
let server: RunningServer;
let port: number;
const password = 'correct horse battery';
const ids = {
  project: randomUUID(),
  other: randomUUID(),
  sample: randomUUID(),
  viewer: randomUUID(),
  real: randomUUID(),
  agent: randomUUID(),
};
const agent = makeAgentToken(randomUUID());

async function makeProject(id: string, key: string, prefix: string): Promise<void> {
  await db.ownerPool.query(
    "INSERT INTO project (id, key, name, prefix, pack, sample) VALUES ($1, $2, $2, $3, 'software', true)",
    [id, key, prefix],
  );
  await db.ownerPool.query('INSERT INTO project_clock (project_id, last_hash, epoch) VALUES ($1, $2, $3)', [
    id,
    Buffer.alloc(32),
    randomUUID(),
  ]);
}

async function makeUser(id: string, email: string, sample: boolean): Promise<void> {
  await db.ownerPool.query(
    'INSERT INTO "user" (id, email, name, password_hash, sample) VALUES ($1, $2, $2, $3, $4)',
    [id, email, await hashPassword(password), sample],
  );
}

async function makeMember(projectId: string, userId: string, permission: string): Promise<string> {
  const id = randomUUID();
  await db.ownerPool.query(
    `INSERT INTO actor (project_id, id, kind, name, user_id, permission) VALUES ($1, $2, 'person', $4, $3, $5)`,
    [projectId, id, userId, `person-${id.slice(0, 4)}`, permission],
  );
  return id;
}

beforeAll(async () => {
  db = await createTestDatabase();
  await makeProject(ids.project, 'alpha', 'AL');
  await makeProject(ids.other, 'beta', 'BE');
  await makeUser(ids.sample, 'lead@sample.test', true);
  await makeUser(ids.viewer, 'viewer@sample.test', true);
  const owner = await makeMember(ids.project, ids.sample, 'admin');
  await makeMember(ids.other, ids.viewer, 'viewer');
  await db.ownerPool.query(
    "INSERT INTO actor (project_id, id, kind, name, owner_id) VALUES ($1, $2, 'agent', 'coder-1', $3)",
    [ids.project, ids.agent, owner],
  );
  await db.ownerPool.query(
    `INSERT INTO agent_token (project_id, id, agent_id, name, secret_hash, scopes, expires_at)
     VALUES ($1, $2, $3, 't1', $4, '{read,act}', now() + interval '1 day')`,
    [ids.project, randomUUID(), ids.agent, agent.secretHash],
  );
  port = await freePort();
  const env: Env = {
    host: '127.0.0.1',
    port,
    dataDir: '/nonexistent',
    databaseUrl: undefined,
    publicUrl: undefined,
    sessionSecret: 's'.repeat(64),
    sample: true,
  };
  process.env.NEXTAUTH_SECRET = env.sessionSecret;
  process.env.NEXTAUTH_URL = `http://127.0.0.1:${port}`;
  server = await serve({ env, appUrl: db.appUrl, poolUrl: db.poolUrl, pages: false });
});
afterAll(async () => {
  await server?.close();
  await db.drop();
});

interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  text: string;
  json: () => Record<string, unknown>;
}
interface Call {
  method?: string;
  headers?: Record<string, string>;
  body?: string | string[];
}

function open(path: string, { method = 'GET', headers = {}, body }: Call = {}): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const call = httpRequest({ host: '127.0.0.1', port, path, method, headers, agent: false }, resolve);
    call.on('error', reject);
    for (const part of [body ?? []].flat()) call.write(part);
    call.end();
  });
}

async function send(path: string, call: Call = {}): Promise<Answer> {
  const response = await open(path, call);
  const body = await text(response);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text: body,
    json: () => JSON.parse(body),
  };
}

/** The cookies an answer sets, as a browser sends them back. */
function cookies(answer: Answer): string {
  return (answer.headers['set-cookie'] ?? []).map((line) => line.split(';', 1)[0]).join('; ');
}

async function signIn(
  provider: string,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const csrf = await send('/api/auth/csrf');
  return send(`/api/auth/callback/${provider}`, {
    method: 'POST',
    headers: { ...headers, cookie: cookies(csrf), 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...form, csrfToken: String(csrf.json().csrfToken), json: 'true' }).toString(),
  });
}

async function sessionOf(email: string): Promise<string> {
  const answer = await signIn('credentials', { email, password });
  expect(answer.status).toBe(200);
  return cookies(answer);
}

const errorOf = (answer: Answer) =>
  answer.json().error as { code?: string; data?: { body: { code: string } } };
const own = () => ({ origin: `http://127.0.0.1:${port}`, 'content-type': 'application/json' });
const listEvents = (project: string) =>
  `/api/trpc/event.list?input=${encodeURIComponent(JSON.stringify({ project, arguments: {} }))}`;

describe('what is let in', () => {
  test('tells that it lives and is ready, with headers that forbid everything else', async () => {
    expect((await send('/api/health')).json()).toEqual({ alive: true });
    const ready = await send('/api/ready');
    expect(ready.status).toBe(200);
    expect(ready.json()).toEqual({ ready: true, stopping: false, database: true, policy: true });
    expect(ready.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
      'cache-control': 'no-store',
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  test.each(['evil.example', 'evil.example:3000', '127.0.0.1.evil.example', 'localhost@evil.example'])(
    'refuses the Host %j on API and pages alike',
    async (host) => {
      for (const path of ['/api/health', '/', '/sign-in', '/_next/static/x.js']) {
        const answer = await send(path, { headers: { host } });
        expect(answer.status, path).toBe(403);
      }
    },
  );

  test('goes by every loopback name', async () => {
    for (const host of ['localhost:3000', '127.0.0.1', '[::1]:80']) {
      expect((await send('/api/health', { headers: { host } })).status).toBe(200);
    }
  });

  test.each(['https://evil.example', 'null', 'http://127.0.0.1:1'])(
    'refuses the Origin %j',
    async (origin) => {
      const answer = await send('/api/health', { headers: { origin } });
      expect(answer.status).toBe(403);
      expect(errorOf(answer).code).toBe('FORBIDDEN_ORIGIN');
    },
  );

  test('knows its methods and its addresses', async () => {
    for (const path of ['/api/health', '/']) expect((await send(path, { method: 'TRACE' })).status).toBe(405);
    const put = await send('/api/health', { method: 'DELETE' });
    expect(put.status).toBe(405);
    expect(put.headers.allow).toBe('GET, HEAD');
    expect((await send('/', { method: 'POST' })).status).toBe(405);
    for (const path of ['/api/nothing', '/api/', '/api/health/x', '/api/..%2f', '//evil.example/']) {
      expect((await send(path)).status, path).toBe(404);
    }
  });

  test('takes 1 MB, and 8 MB where a file is uploaded, announced or not', async () => {
    const big = 'x'.repeat(1024 * 1024 + 1);
    const post = (path: string, headers: Record<string, string>, body: string | string[]) =>
      send(path, { method: 'POST', headers, body });
    const announced = await post('/api/trpc/handoff.comment', { 'content-length': String(big.length) }, big);
    expect(announced.status).toBe(413);
    expect(errorOf(announced).data?.body).toMatchObject({
      code: 'TOO_LARGE',
      details: { limitBytes: 1024 * 1024 },
    });
    expect((await post('/api/trpc/handoff.comment', {}, [big, big])).status).toBe(413);
    expect((await post('/api/trpc/blob.upload,handoff.comment?batch=1', {}, [big, big])).status).toBe(413);
    const upload = await post(
      '/api/trpc/blob.upload',
      own(),
      JSON.stringify({ project: 'alpha', arguments: { x: big } }),
    );
    expect(upload.status).toBe(401);
    expect(
      (
        await post(
          '/api/trpc/blob.upload',
          {},
          Array.from({ length: 9 }, () => big),
        )
      ).status,
    ).toBe(413);
  });
});

describe('sample people', () => {
  const asLead = { email: 'lead@sample.test' };

  test('sign in with one click on this machine', async () => {
    const answer = await signIn('sample', asLead);
    expect(answer.status).toBe(200);
    const session = await send('/api/auth/session', { headers: { cookie: cookies(answer) } });
    expect(session.json()).toMatchObject({ user: { email: 'lead@sample.test' } });
  });

  test.each([
    ['a proxy stands between', { 'x-forwarded-for': '203.0.113.7' }],
    ['another kind of proxy does', { forwarded: 'for=203.0.113.7' }],
    ['somebody pretends to be the listener', { 'x-forwarded-for': '203.0.113.7', 'x-llmgenie-local': '1' }],
  ])('do not, nor by password, when %s', async (_, headers: Record<string, string>) => {
    expect((await signIn('sample', asLead, headers)).status).toBe(401);
    expect((await signIn('credentials', { ...asLead, password }, headers)).status).toBe(401);
  });

  test('do not exist for an address that is none of theirs', async () => {
    expect((await signIn('sample', { email: 'nobody@sample.test' })).status).toBe(401);
  });
});

describe('sign-in and credentials', () => {
  beforeAll(async () => {
    await makeUser(ids.real, 'real@example.test', false);
    await makeMember(ids.project, ids.real, 'member');
  });

  test('sample people are off once a real user exists', async () => {
    expect((await signIn('sample', { email: 'lead@sample.test' })).status).toBe(401);
    expect((await signIn('credentials', { email: 'lead@sample.test', password })).status).toBe(401);
  });

  test('a wrong password and an unknown user get the same answer, then have to wait', async () => {
    const answers: Answer[] = [];
    for (const email of ['guess@example.test', 'real@example.test']) {
      for (let i = 0; i < 5; i += 1)
        answers.push(await signIn('credentials', { email, password: `wrong ${i}` }));
    }
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    expect(new Set(answers.map(({ text }) => text))).toHaveLength(1);
    const sixth = await signIn('credentials', { email: 'real@example.test', password });
    expect(sixth.status).toBe(429);
    expect(Number(sixth.headers['retry-after'])).toBeGreaterThan(0);
    expect(String(sixth.json().url)).toMatch(/error=RATE_LIMITED%3A\d+$/);
    await db.pool.query('DELETE FROM sign_in_failure');
  });

  test('an address with a NUL is as wrong as any other', async () => {
    const answer = await signIn('credentials', { email: 'a\0@example.test', password });
    expect(answer.status).toBe(401);
  });

  test('a right password makes a session that opens the API', async () => {
    const cookie = await sessionOf('real@example.test');
    const events = await send(listEvents('alpha'), { headers: { cookie } });
    expect(events.status).toBe(200);
    expect((await send(listEvents('beta'), { headers: { cookie } })).status).toBe(404);
    expect((await send(listEvents('alpha'))).status).toBe(401);
  });

  test('with cookies, only our own pages may change things, and only as JSON', async () => {
    const cookie = await sessionOf('real@example.test');
    const comment = (headers: Record<string, string>) =>
      send('/api/trpc/handoff.comment', {
        method: 'POST',
        headers: { cookie, ...headers },
        body: JSON.stringify({ project: 'alpha', arguments: { handoff: 'AL-1', body: 'hello' } }),
      });
    expect((await comment({ 'content-type': 'application/json' })).status).toBe(403);
    expect((await comment({ ...own(), origin: 'https://evil.example' })).status).toBe(403);
    expect((await comment({ ...own(), 'content-type': 'text/plain' })).status).toBe(415);
    const admitted = await comment(own());
    expect(errorOf(admitted).data?.body.code).toBe('NOT_FOUND'); // the pipeline's answer: there is no AL-1
    const sameSite = await comment({ 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' });
    expect(errorOf(sameSite).data?.body.code).toBe('NOT_FOUND');
  });

  test('an agent token works as Bearer; a session and anything made up do not', async () => {
    const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
    expect((await send(listEvents('alpha'), bearer(agent.token))).status).toBe(200);
    const cookie = await sessionOf('real@example.test');
    const jwt = /session-token=([^;]+)/.exec(cookie)?.[1] ?? '';
    for (const token of [jwt, 'lg_nonsense', makeAgentToken(randomUUID()).token]) {
      expect((await send(listEvents('alpha'), bearer(token))).status).toBe(401);
    }
    // With an Authorization header the cookie beside it counts for nothing.
    const both = await send(listEvents('alpha'), { headers: { cookie, authorization: `Bearer ${jwt}` } });
    expect(both.status).toBe(401);
  });

  test('raising the token version ends every session of the user', async () => {
    const cookie = await sessionOf('real@example.test');
    await db.ownerPool.query('UPDATE "user" SET token_version = token_version + 1 WHERE id = $1', [ids.real]);
    expect((await send(listEvents('alpha'), { headers: { cookie } })).status).toBe(401);
    const session = await send('/api/auth/session', { headers: { cookie } });
    expect(session.json()).toEqual({});
    expect(cookies(session)).toContain('next-auth.session-token=');
  });

  test('a cookie that was tampered with is as good as none', async () => {
    const cookie = `${(await sessionOf('real@example.test')).slice(0, -4)}AAAA`;
    expect((await send(listEvents('alpha'), { headers: { cookie } })).status).toBe(401);
  });
});

describe('evidence files', () => {
  const asAgent = { authorization: `Bearer ${agent.token}` };

  test('are only ever saved, and only by members of their project', async () => {
    const bytes = Buffer.from('<script>alert(1)</script>');
    const { rows } = await db.pool.query<{ sha256: string }>(
      `INSERT INTO blob (project_id, sha256, name, mime, size, bytes, actor_id)
       VALUES ($1, encode(sha256($2), 'hex'), $3, 'text/html', $4, $2, $5) RETURNING sha256`,
      [ids.project, bytes, 'отчёт "1"\r\nx: y.html', bytes.length, ids.agent],
    );
    const path = `/api/blob/${rows[0]?.sha256}`;
    const file = await send(`${path}?project=alpha`, { headers: asAgent });
    expect(file.text).toBe(bytes.toString());
    expect(file.headers).toMatchObject({
      'content-length': String(bytes.length),
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining('sandbox'),
      'content-disposition': expect.stringMatching(
        /^attachment; filename="[ -~]+"; filename\*=UTF-8''%D0%BE/,
      ),
    });
    expect(file.headers).not.toHaveProperty('x');
    expect((await send(`${path}?project=beta`, { headers: asAgent })).status).toBe(404);
    expect((await send(`${path}?project=alpha`)).status).toBe(401);
    expect((await send('/api/blob/nonsense?project=alpha', { headers: asAgent })).status).toBe(404);
  });
});

test('with every connection busy it is not ready, and answers 503 and when to come back', async () => {
  const { pool } = server.runtime;
  const taken = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()));
  try {
    const headers = { authorization: `Bearer ${agent.token}` };
    const [ready, call] = await Promise.all([send('/api/ready'), send(listEvents('alpha'), { headers })]);
    expect(ready.status).toBe(503);
    expect(ready.json()).toMatchObject({ ready: false, database: false, policy: true });
    expect(call.status).toBe(503);
    expect(call.headers['retry-after']).toBe('2');
    expect(errorOf(call).data?.body.code).toBe('OVERLOADED');
  } finally {
    for (const client of taken) client.release();
  }
  expect((await send('/api/ready')).status).toBe(200);
});

describe('live events over HTTP', () => {
  /** Reads a stream until it holds the text. */
  async function readUntil(stream: IncomingMessage, wanted: string): Promise<string> {
    let seen = '';
    for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
      seen += chunk;
      if (seen.includes(wanted)) return seen;
    }
    throw new Error(`ended without ${wanted}: ${seen}`);
  }
  const asAgent = { authorization: `Bearer ${agent.token}` };
  const append = () =>
    db.pool.query(
      `INSERT INTO event (project_id, body) VALUES ($1, '{"type": "test.happened", "payload": {"n": 1}}') RETURNING seq`,
      [ids.project],
    );

  test('says what event.list says, resumes by Last-Event-ID, and refuses strangers', async () => {
    await append();
    await append();
    const listed = await send(listEvents('alpha'), { headers: asAgent });
    const page = EventPage.parse((listed.json().result as { data: unknown }).data);
    const stream = await open('/api/events?project=alpha&after=0', { headers: asAgent });
    expect(stream.headers).toMatchObject({ 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
    const seen = await readUntil(stream, `id: ${page.seq}\n`);
    stream.destroy();
    const data = [...seen.matchAll(/^event: event\ndata: (.*)$/gm)].map((match) =>
      JSON.parse(match[1] ?? ''),
    );
    expect(data.length).toBeGreaterThan(1);
    expect(data).toEqual(page.events.slice(0, data.length));

    const resumed = await open('/api/events?project=alpha&after=0', {
      headers: { ...asAgent, 'last-event-id': String(page.seq) },
    });
    await append();
    server.runtime.wake.notify(ids.project, page.seq + 1);
    const rest = await readUntil(resumed, `id: ${page.seq + 1}\n`);
    resumed.destroy();
    expect([...rest.matchAll(/^id: /gm)]).toHaveLength(1);

    expect((await send('/api/events?project=alpha')).status).toBe(401);
    expect((await send('/api/events?project=beta', { headers: asAgent })).status).toBe(404);
    expect((await send('/api/events?project=alpha&after=x', { headers: asAgent })).status).toBe(400);
  });

  test('shutting down ends open streams with a hint, at once', async () => {
    const stream = await open('/api/events?project=alpha', { headers: asAgent });
    await readUntil(stream, 'event: hello');
    // As browsers do: opened ahead, and not used yet.
    const ahead = connect(port, '127.0.0.1');
    await once(ahead, 'connect');
    const began = performance.now();
    const ended = text(stream);
    await server.close();
    expect(await ended).toContain('retry: 500');
    expect(performance.now() - began).toBeLessThan(3_000);
  });
});
