import { once } from 'node:events';
import { expect, test } from '@playwright/test';
import pg from 'pg';
import { type Fleet, openFleet } from './fixtures/fleet';
import { follow, InTurn } from './fixtures/in-turn';
import type { Product } from './fixtures/own-server';
import { closeBoards, openBoard, stage } from './fixtures/people';

/** From the end of the slow request to the end of the process. */
const LONGEST_EXIT_MS = 5_000;
const STREAMS = 100;
const WRITERS = 4;

let fleet: Fleet;
let database: pg.Pool;
let webs: Product[];

test.describe.configure({ mode: 'serial', timeout: 300_000 });
test.beforeAll(async () => {
  fleet = await openFleet();
  const first = await fleet.start('web', { LLMGENIE_SAMPLE: '1' });
  const [second] = await Promise.all([fleet.start('web'), fleet.start('worker'), fleet.start('worker')]);
  webs = [first, second];
  fleet.balancer.serve(webs.map(({ url }) => url));
  database = new pg.Pool({ connectionString: fleet.superUrl, max: 3 });
});
test.afterEach(closeBoards);
test.afterAll(async () => {
  await database?.end();
  await fleet?.close();
});

async function run(client: InTurn, action: string, args: object, key?: string) {
  const asked = { project: 'llmgenie', action, arguments: args, ...(key && { idempotencyKey: key }) };
  const { status, body } = await client.post('/api/v1/action', asked);
  expect(status, `${action}: ${JSON.stringify(body)}`).toBe(200);
  const result: Record<string, unknown> = Object(body.result);
  return result;
}

async function newestEvent(): Promise<number> {
  const { rows } = await database.query(
    "SELECT seq::int FROM project_clock c JOIN project p ON p.id = c.project_id WHERE p.key = 'llmgenie'",
  );
  return rows[0].seq;
}

async function handoffsIn(key: string): Promise<number> {
  const { rows } = await database.query(
    `SELECT count(*)::int AS count FROM handoff h JOIN project p ON p.id = h.project_id
     WHERE p.key = 'llmgenie' AND h.stage_key = $1`,
    [key],
  );
  return rows[0].count;
}

async function end(product: Product): Promise<void> {
  product.child.kill('SIGTERM');
  const [code] = await once(product.child, 'exit');
  expect(code, product.said.slice(-5).join('\n')).toBe(0);
}

test('two web processes are restarted one after the other while agents write, wait and look on', async ({
  browser,
}) => {
  const urls = () => webs.map(({ url }) => url);
  const writer = new InTurn(urls, fleet.token('rolling-writer', 'analyst'));
  const waiter = new InTurn(urls, fleet.token('rolling-waiter', 'analyst'));
  const looker = new InTurn(urls, fleet.token('rolling-looker', 'analyst'));
  const board = await openBoard(browser, 'Irina Volkova', fleet.balancer.url);
  await run(writer, 'session.start', { mode: 'meta', focus: 'restarts' });
  const handoff = String((await run(writer, 'handoff.create', { title: 'Written to all along' })).handoff);

  let wanted = true;
  let reading = true;
  const began = await newestEvent();
  const streams = Array.from({ length: 6 }, () => [] as number[]);
  const following = streams.map((seen) => follow(looker, began, seen, () => reading));
  const acknowledged: string[] = [];
  const writing = Array.from({ length: WRITERS }, async (_, at) => {
    for (let count = 0; wanted; count += 1) {
      const body = `Written by ${at}, ${count}.`;
      await run(writer, 'handoff.comment', { handoff, body }, `rolling-${at}-${count}`);
      acknowledged.push(body);
    }
  });
  const found: string[] = [];
  const waiting = (async () => {
    for (let after = began; wanted; ) {
      const params = { name: 'wait_for_next', arguments: { after, timeoutMs: 5_000 } };
      const { body } = await waiter.post('/api/mcp', { jsonrpc: '2.0', id: 1, method: 'tools/call', params });
      const next = Object(Object(body.result).structuredContent);
      expect(typeof next.cursor, JSON.stringify(body)).toBe('number');
      after = next.cursor;
      if (next.item !== null) {
        found.push(next.item.handoff);
        after = next.item.seq;
      }
    }
  })();
  const work = Promise.all([...following, ...writing, waiting]);
  const made: string[] = [];
  const offered = await handoffsIn('intake');
  await expect(stage(board, 'intake')).toContainText(`${offered} handoffs`);
  const make = async (title: string) => {
    const { handoff: number } = await run(writer, 'handoff.create', { title });
    made.push(String(number));
    await expect(stage(board, 'intake')).toContainText(`${offered + made.length} handoffs`);
    await expect.poll(() => found).toContain(String(number));
  };
  const restart = async () => {
    for (const at of [0, 1]) {
      const before = acknowledged.length;
      const old = webs[at];
      if (old === undefined) throw new Error('no such process');
      const gone = end(old);
      await make(`Made while process ${at} ends`);
      await gone;
      webs[at] = await fleet.start('web');
      fleet.balancer.serve(urls());
      await expect.poll(() => acknowledged.length).toBeGreaterThan(before + WRITERS);
    }
  };
  await Promise.race([restart(), work]);
  await expect(board.locator('[data-live="on"]')).toBeVisible();
  await make('Made once both are new');
  wanted = false;
  await Promise.all([...writing, waiting]);
  const head = await newestEvent();
  await expect.poll(() => streams.map((seen) => seen.at(-1))).toEqual(streams.map(() => head));
  reading = false;
  for (const client of [looker, writer, waiter]) client.close();
  await work;

  const all = Array.from({ length: head - began }, (_, index) => began + 1 + index);
  for (const seen of streams) expect(seen).toEqual(all);
  expect(found).toEqual(made);
  const stored = await database.query("SELECT body FROM comment WHERE body LIKE 'Written by%' ORDER BY body");
  expect(stored.rows.map(({ body }) => body)).toEqual(acknowledged.toSorted());
  test.info().annotations.push({
    type: 'figures',
    description: `${acknowledged.length} writes, ${all.length} events to ${streams.length} streams; again ${JSON.stringify(writer.again)}`,
  });
});

test('SIGTERM with a hundred open streams and a slow request: the request finishes, then the process ends', async () => {
  const [web] = webs;
  if (web === undefined) throw new Error('no web process');
  const client = new InTurn(() => [web.url], fleet.token('drain-writer', 'analyst'));
  await run(client, 'session.start', { mode: 'meta', focus: 'the end' });
  const handoff = String((await run(client, 'handoff.create', { title: 'Written to at the end' })).handoff);
  const streams = await Promise.all(
    Array.from({ length: STREAMS }, () => client.open('/api/events?project=llmgenie')),
  );
  for (const { statusCode } of streams) expect(statusCode).toBe(200);
  const ended = streams.map(async (stream) => {
    let said = '';
    for await (const chunk of stream) said += chunk;
    return said;
  });
  // The clock of the project is taken, so that the commit has to wait for it.
  const taken = await database.connect();
  await taken.query('BEGIN');
  await taken.query(
    "SELECT FROM project_clock WHERE project_id = (SELECT id FROM project WHERE key = 'llmgenie') FOR UPDATE",
  );
  const slow = run(client, 'handoff.comment', { handoff, body: 'Slow, and written all the same.' });
  const waits = async () =>
    (
      await database.query(
        "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
      )
    ).rowCount;
  await expect.poll(waits).toBeGreaterThan(0);
  web.child.kill('SIGTERM');
  const exited = once(web.child, 'exit');
  for (const said of await Promise.all(ended)) expect(said).toContain('retry: 500');
  expect(web.child.exitCode).toBeNull();
  await taken.query('ROLLBACK');
  taken.release();
  expect(await slow).toHaveProperty('comment');
  const answered = performance.now();
  const [code] = await exited;
  expect(code).toBe(0);
  expect(performance.now() - answered).toBeLessThan(LONGEST_EXIT_MS);
  client.close();
});
