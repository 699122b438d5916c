import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openServed, type Served } from './served.fixture';

const TOKEN = 'metrics-token-of-the-test';

let served: Served;
let agent: string;
beforeAll(async () => {
  served = await openServed({ metricsToken: TOKEN });
  const { world } = served;
  await world.as('admin', 'agent.create', { name: 'bot', roles: ['analyst'], owner: 'coder@llmgenie.test' });
  const { result } = await world.as('admin', 'token.create', { agent: 'bot', scopes: ['read', 'act'] });
  agent = String(result.token);
}, 60_000);
afterAll(() => served?.close());

interface Family {
  readonly type: string;
  readonly samples: Map<string, number>;
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\["\\\\n])*"';
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(${LABEL}(?:,${LABEL})*)\\})? (-?[0-9.e+-]+|[+-]Inf|NaN)$`);

/** The text format 0.0.4, strictly: each family once, HELP and TYPE before its samples, each series once. */
function parse(text: string): Map<string, Family> {
  expect(text.endsWith('\n')).toBe(true);
  const families = new Map<string, Family>();
  let helped = '';
  let current = '';
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [, help] = new RegExp(`^# HELP (${NAME}) \\S.*$`).exec(line) ?? [];
    const [, typed, type] =
      new RegExp(`^# TYPE (${NAME}) (counter|gauge|histogram|summary)$`).exec(line) ?? [];
    if (help !== undefined) {
      helped = help;
    } else if (typed !== undefined && type !== undefined) {
      expect(typed).toBe(helped);
      expect(families.has(typed)).toBe(false);
      families.set(typed, { type, samples: new Map() });
      current = typed;
    } else {
      const [, name = '', labels = '', value = ''] = SAMPLE.exec(line) ?? [];
      const family = families.get(current);
      expect(name, line).not.toBe('');
      const own = family?.type === 'histogram' ? name.replace(/_(bucket|sum|count)$/, '') : name;
      expect(own, line).toBe(current);
      const series = labels === '' ? name : `${name}{${labels}}`;
      expect(family?.samples.has(series), line).toBe(false);
      family?.samples.set(series, value === '+Inf' ? Number.POSITIVE_INFINITY : Number(value));
    }
  }
  for (const { type, samples } of families.values()) if (type === 'histogram') expectHistogram(samples);
  return families;
}

/** Cumulative buckets that end with +Inf, which is the count. */
function expectHistogram(samples: ReadonlyMap<string, number>): void {
  const last = new Map<string, number>();
  for (const [series, value] of samples) {
    const [, le = '', rest = ''] = /_bucket\{le="([^"]+)",?(.*)\}$/.exec(series) ?? [];
    if (le === '') continue;
    expect(value, series).toBeGreaterThanOrEqual(last.get(rest) ?? 0);
    last.set(rest, value);
    if (le === '+Inf') expect(samples.get(`llmgenie_action_seconds_count{${rest}}`), series).toBe(value);
  }
  expect(last.size).toBeGreaterThan(0);
}

const ask = (headers: Record<string, string>) => fetch(`${served.server.url}/api/metrics`, { headers });

async function scrape(): Promise<(family: string, labels?: string) => number> {
  const response = await ask({ authorization: `Bearer ${TOKEN}` });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  const families = parse(await response.text());
  return (name, labels = '') => {
    const family = families.get(name.replace(/_(bucket|sum|count)$/, '')) ?? families.get(name);
    expect(family, name).toBeDefined();
    return family?.samples.get(labels === '' ? name : `${name}{${labels}}`) ?? 0;
  };
}

describe('GET /api/metrics', () => {
  it('opens to the token alone, and tells others nothing', async () => {
    for (const authorization of ['', 'Bearer x', `Bearer ${TOKEN}x`, TOKEN, `Bearer ${agent}`]) {
      const response = await ask(authorization === '' ? {} : { authorization });
      expect(response.status).toBe(401);
      expect(await response.text()).not.toMatch(/llmgenie_/);
    }
    expect((await ask(await served.browser('admin'))).status).toBe(401);
  });

  it('moves with what happens', async () => {
    const earlier = await scrape();
    const headers = await served.browser('lead');
    const rename = (name: string) =>
      fetch(`${served.server.url}/api/trpc/project.rename`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ project: 'llmgenie', arguments: { name } }),
      });
    for (const name of ['one', 'two', 'three']) expect((await rename(name)).status).toBe(403);
    const created = await fetch(`${served.server.url}/api/trpc/handoff.create`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ project: 'llmgenie', arguments: { title: 'quokka' } }),
    });
    expect(created.status).toBe(200);
    const wrong = await fetch(`${served.server.url}/api/v1/workflow/state?project=llmgenie`, {
      headers: { authorization: 'Bearer lg_nobody' },
    });
    expect(wrong.status).toBe(401);
    const stream = await fetch(`${served.server.url}/api/events?project=llmgenie`, { headers });
    const reader = stream.body?.getReader();
    await reader?.read();

    const later = await scrape();
    const rise = (name: string, labels = '') => later(name, labels) - earlier(name, labels);
    expect(rise('llmgenie_calls_total', 'door="trpc",outcome="POLICY_DENIED"')).toBe(3);
    expect(rise('llmgenie_calls_total', 'door="trpc",outcome="ok"')).toBe(1);
    expect(rise('llmgenie_http_requests_total', 'door="trpc",status="403"')).toBe(3);
    expect(rise('llmgenie_http_requests_total', 'door="v1",status="401"')).toBe(1);
    expect(rise('llmgenie_action_seconds_count', 'action="project.rename"')).toBe(3);
    expect(rise('llmgenie_action_seconds_sum', 'action="handoff.create"')).toBeGreaterThan(0);
    expect(rise('llmgenie_streams_open')).toBe(1);
    // A refusal is an event, and so is what was made.
    expect(rise('llmgenie_events_sealed')).toBeGreaterThanOrEqual(2);
    expect(later('llmgenie_projects', 'state="open"')).toBe(2);
    expect(later('llmgenie_database_up')).toBe(1);
    expect(later('llmgenie_database_bytes')).toBeGreaterThan(1e6);
    expect(later('process_resident_memory_bytes')).toBeGreaterThan(1e7);
    expect(later('llmgenie_pool_connections', 'state="most"')).toBe(16);
    expect(later('llmgenie_cursor_lag_events', 'consumer="streams"')).toBeGreaterThanOrEqual(0);
    await reader?.cancel();
  });

  it('tells how many agents wait, and which deadlines are due, late or at rest', async () => {
    const { db, projectId } = served.world;
    await db.ownerPool.query(
      `INSERT INTO timer (project_id, kind, subject_id, subject_version, due_at)
       SELECT $1, 'unknown-kind', gen_random_uuid(), 0, now() + x FROM unnest('{-1 hour,1 hour,2 hours}'::interval[]) x`,
      [projectId],
    );
    const { rows } = await db.ownerPool.query<{ seq: number }>(
      'SELECT seq FROM project_clock WHERE project_id = $1',
      [projectId],
    );
    const leaving = new AbortController();
    const call = {
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'wait_for_next', arguments: { timeoutMs: 50_000, after: rows[0]?.seq } },
    };
    const waiting = expect(
      fetch(`${served.server.url}/api/mcp`, {
        method: 'POST',
        body: JSON.stringify(call),
        signal: leaving.signal,
        headers: {
          authorization: `Bearer ${agent}`,
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
        },
      }),
    ).rejects.toThrow('aborted');
    await expect.poll(async () => (await scrape())('llmgenie_agents_waiting'), { timeout: 10_000 }).toBe(1);
    const now = await scrape();
    expect(now('llmgenie_timers', 'kind="unknown-kind",state="late"')).toBe(1);
    expect(now('llmgenie_timers', 'kind="unknown-kind",state="ahead"')).toBe(2);
    expect(now('llmgenie_timer_oldest_due_seconds', 'kind="unknown-kind"')).toBeGreaterThan(3_500);
    const sweeps = async () => (await scrape())('llmgenie_job_runs', 'job="deadlines"');
    await expect.poll(sweeps, { timeout: 10_000 }).toBeGreaterThan(0);
    leaving.abort();
    await waiting;
    await expect.poll(async () => (await scrape())('llmgenie_agents_waiting'), { timeout: 10_000 }).toBe(0);
  });

  it('has no name that anybody chose among its labels', async () => {
    await fetch(`${served.server.url}/api/trpc/quokka.walk?input={}`);
    await fetch(`${served.server.url}/api/quokka`);
    const text = await (await ask({ authorization: `Bearer ${TOKEN}` })).text();
    expect(text).not.toMatch(/quokka|"llmgenie"|"lab"/);
    expect(text).toMatch(/llmgenie_http_requests_total\{door="none",status="404"\} 1/);
  });
});

describe('without a token in the environment', () => {
  it('there is no such path', async () => {
    const other = await openServed();
    const response = await fetch(`${other.server.url}/api/metrics`, {
      headers: { authorization: 'Bearer undefined' },
    });
    expect(response.status).toBe(404);
    await other.close();
  });
});
