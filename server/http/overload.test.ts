import type pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type AgentsWorld, createAgentsWorld } from '@/mcp/agents.fixture';
import { AGENT_DOORS, cookieOf, DOORS, type Headers, knock, OPEN_DOORS } from './doors.fixture';

let agents: AgentsWorld;
let agent: Headers;
let person: Headers;
const taken: pg.PoolClient[] = [];

beforeAll(async () => {
  agents = await createAgentsWorld();
  agent = { authorization: `Bearer ${await agents.token('coder-1', ['coder', 'analyst'])}` };
  person = await cookieOf(agents, 'lead');
}, 60_000);
afterEach(() => {
  for (const client of taken.splice(0)) client.release();
});
afterAll(() => agents?.close());

async function takeAll(): Promise<void> {
  const { pool } = agents.server.runtime;
  for (let n = 0; n < pool.options.max; n += 1) taken.push(await pool.connect());
}

describe('with every connection busy', () => {
  it('every door answers 503, says when to come back, and opens again', async () => {
    const knocks: [string, readonly [string, RequestInit?], Headers][] = [
      ...Object.entries(DOORS).map(([name, call]): [string, typeof call, Headers] => [name, call, agent]),
      ...Object.entries(AGENT_DOORS).map(([n, call]): [string, typeof call, Headers] => [n, call, agent]),
      ...Object.entries(OPEN_DOORS).map(([n, call]): [string, typeof call, Headers] => [n, call, {}]),
      ['tRPC as a person', DOORS['tRPC, a query'] ?? [''], person],
      ['a page', ['/llmgenie/board', { headers: { accept: 'text/html' } }], person],
    ];
    await takeAll();
    const answers = await Promise.all(
      knocks.map(async ([name, call, who]) => ({ name, answer: await knock(agents, call, who) })),
    );
    for (const { name, answer } of answers) {
      expect(`${name}: ${answer.status} after ${answer.headers.get('retry-after')}`).toBe(
        `${name}: 503 after 2`,
      );
    }
    for (const client of taken.splice(0)) client.release();
    for (const [name, call, who] of knocks) {
      expect((await knock(agents, call, who)).status, name).not.toBe(503);
    }
  }, 60_000);

  it('a page says so in words and comes back by itself', async () => {
    await takeAll();
    const page = await knock(agents, ['/llmgenie/board'], person);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.text).toContain('http-equiv="refresh" content="2"');
    expect(page.text).toContain('Сервер занят');
  });

  it('a sign-in is told to come back, and nobody is signed out', async () => {
    const csrf = await knock(agents, ['/api/auth/csrf']);
    const form = new URLSearchParams({
      email: 'lead@llmgenie.test',
      password: 'correct horse battery',
      csrfToken: String(JSON.parse(csrf.text).csrfToken),
      json: 'true',
    });
    await takeAll();
    const [entered, session] = await Promise.all([
      knock(agents, ['/api/auth/callback/credentials', { method: 'POST', body: form }], {
        cookie: csrf.headers
          .getSetCookie()
          .map((line) => line.split(';', 1)[0])
          .join('; '),
      }),
      knock(agents, ['/api/auth/session'], person),
    ]);
    expect(entered.status).toBe(503);
    expect(entered.headers.get('retry-after')).toBe('2');
    expect(JSON.parse(entered.text).url).toContain('error=OVERLOADED');
    expect(session.status).toBe(200);
    expect(JSON.parse(session.text)).toHaveProperty('user');
    expect(session.headers.getSetCookie().join()).not.toContain('session-token=;');
  });
});

describe('where the database takes its time', () => {
  it('somebody who holds a row too long makes the others busy, not broken', async () => {
    const { handoff } = await agents.as('lead', 'handoff.create', { title: 'Held' });
    const client = await agents.world.db.ownerPool.connect();
    try {
      await client.query('BEGIN');
      await client.query('SELECT 1 FROM project_clock WHERE project_id = $1 FOR UPDATE', [
        agents.world.projectId,
      ]);
      const comment = await knock(
        agents,
        [
          '/api/trpc/handoff.comment',
          {
            method: 'POST',
            body: JSON.stringify({ project: 'llmgenie', arguments: { handoff, body: 'Still there?' } }),
          },
        ],
        { ...person, 'content-type': 'application/json' },
      );
      expect(JSON.parse(comment.text).error.data.body).toMatchObject({ code: 'BUSY', retryable: true });
      expect(comment.status).toBe(409);
      expect(comment.headers.get('retry-after')).toBe('1');
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  });

  it('sets every timeout on every connection it opens', async () => {
    const { pool } = agents.server.runtime;
    await takeAll();
    const settings = ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'];
    for (const client of taken) {
      const { rows } = await client.query(
        `SELECT ${settings.map((name) => `current_setting('${name}') AS ${name}`).join(', ')}`,
      );
      expect(rows).toEqual([
        { statement_timeout: '15s', lock_timeout: '5s', idle_in_transaction_session_timeout: '10s' },
      ]);
    }
    expect(pool.options.query_timeout).toBe(20_000);
  });
});
