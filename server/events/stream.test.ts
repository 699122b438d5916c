import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../db/test-database';
import { readClock, readEvents } from './read-events';
import { createEventStreams, type EventStreams } from './stream';
import { createWakeBus, type WakeBus } from './wake';

let db: TestDatabase;
let bus: WakeBus;
const hubs: EventStreams[] = [];

beforeAll(async () => {
  db = await createTestDatabase();
  bus = createWakeBus({ connectionString: db.appUrl, pool: db.pool });
});
afterAll(async () => {
  for (const hub of hubs) hub.close();
  await bus.close();
  await db.drop();
});

function streams(options: { heartbeatMs?: number } = {}): EventStreams {
  const hub = createEventStreams({
    bus,
    log: {
      read: (id, after, limit) => readEvents(db.pool, id, after, limit),
      clock: (id) => readClock(db.pool, id),
    },
    ...options,
  });
  hubs.push(hub);
  return hub;
}

async function project(): Promise<{ id: string; epoch: string }> {
  const [id, epoch] = [randomUUID(), randomUUID()];
  await db.ownerPool.query(
    "INSERT INTO project (id, key, name, prefix, pack) VALUES ($1, $2, 'P', 'PP', 'software')",
    [id, `p-${randomBytes(4).toString('hex')}`],
  );
  await db.ownerPool.query('INSERT INTO project_clock (project_id, last_hash, epoch) VALUES ($1, $2, $3)', [
    id,
    Buffer.alloc(32),
    epoch,
  ]);
  return { id, epoch };
}

async function append(id: string, count = 1, body: Record<string, unknown> = {}): Promise<number> {
  const { rows } = await db.pool.query<{ seq: number }>(
    `INSERT INTO event (project_id, body) SELECT $1, $2 FROM generate_series(1, $3) RETURNING seq`,
    [id, { type: 'test.happened', ...body }, count],
  );
  const seq = rows.at(-1)?.seq ?? 0;
  bus.notify(id, seq);
  return seq;
}

interface Message {
  event: string;
  id: number | null;
  data: { seq: number; epoch?: string; payload?: unknown };
}

/** Reads a stream as EventSource does. */
async function* messages(body: ReadableStream<Uint8Array>): AsyncGenerator<Message> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
      const data = field('data');
      if (data === undefined) continue; // a comment or a retry hint
      const id = field('id');
      yield {
        event: field('event') ?? 'message',
        id: id === undefined ? null : Number(id),
        data: JSON.parse(data),
      };
    }
  }
}

const allow = () => Promise.resolve();

async function take(from: AsyncGenerator<Message>, count: number): Promise<Message[]> {
  const got: Message[] = [];
  while (got.length < count) {
    const next = await from.next();
    if (next.done) throw new Error(`the stream ended after ${got.length} of ${count}`);
    got.push(next.value);
  }
  return got;
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

test('says hello, then every event once with its number as id, to all readers alike', async () => {
  const { id, epoch } = await project();
  const hub = streams();
  const open = () => hub.open({ projectId: id, cursor: { after: 0, epoch: null }, authorise: allow });
  const [a, b] = [messages(await open()), messages(await open())];
  expect(await take(a, 1)).toEqual([{ event: 'hello', id: null, data: { seq: 0, epoch } }]);
  await append(id, 3, {
    payload: { note: 'first\nsecond' },
    actor: { id: randomUUID(), kind: 'agent', name: 'A' },
  });
  const seen = await take(a, 3);
  expect(seen.map((message) => message.id)).toEqual([1, 2, 3]);
  expect(seen[0]?.data).toMatchObject({ seq: 1, type: 'test.happened', payload: { note: 'first\nsecond' } });
  expect(seen[0]?.data).toMatchObject({ actor: { kind: 'agent', name: 'A' }, subject: null });
  expect((await take(b, 4)).slice(1)).toEqual(seen);
});

test('goes on from a cursor, from memory or from the log', async () => {
  const { id } = await project();
  const head = await append(id, 900);
  const hub = streams();
  const from = (after: number | null) =>
    hub.open({ projectId: id, cursor: { after, epoch: null }, authorise: allow }).then(messages);
  const old = await from(100);
  expect((await take(old, 801)).slice(1).map((message) => message.id)).toEqual(range(101, head));
  await append(id, 10);
  await take(old, 10);
  const fresh = await from(head + 4);
  expect((await take(fresh, 7)).slice(1).map((message) => message.id)).toEqual(range(head + 5, head + 10));
  const live = await from(null);
  await append(id);
  expect((await take(live, 2)).map((message) => message.event)).toEqual(['hello', 'event']);
});

test('misses and doubles nothing for readers that come while 8 writers append', async () => {
  const { id } = await project();
  const hub = streams();
  const total = 400;
  const writers = Promise.all(
    range(1, 8).map(async () => {
      for (let i = 0; i < total / 8; i += 1) await append(id);
    }),
  );
  const readers = range(1, 10).map(async (n) => {
    const clock = await readClock(db.pool, id);
    const after = Math.max(0, (clock?.seq ?? 0) - n * 7);
    const stream = messages(
      await hub.open({ projectId: id, cursor: { after, epoch: null }, authorise: allow }),
    );
    const got = await take(stream, total - after + 1);
    return { after, ids: got.slice(1).map((message) => message.id) };
  });
  await writers;
  for (const { after, ids } of await Promise.all(readers)) expect(ids).toEqual(range(after + 1, total));
});

test.each([
  ['beyond the newest event', { after: 99, epoch: null }],
  ['of another epoch', { after: 1, epoch: '00000000-0000-0000-0000-000000000000' }],
])('resets a cursor %s, and goes on from the newest', async (_, cursor) => {
  const { id, epoch } = await project();
  await append(id, 2);
  const stream = messages(await streams().open({ projectId: id, cursor, authorise: allow }));
  expect((await take(stream, 2))[1]).toEqual({ event: 'reset', id: null, data: { seq: 2, epoch } });
  await append(id);
  expect((await take(stream, 1))[0]?.id).toBe(3);
});

test('resets a cursor too far behind', async () => {
  const { id } = await project();
  const head = await append(id, 2_001);
  const stream = messages(
    await streams().open({ projectId: id, cursor: { after: 0, epoch: null }, authorise: allow }),
  );
  expect((await take(stream, 2))[1]).toMatchObject({ event: 'reset', data: { seq: head } });
});

test('asks again who may read after an event that changes rules, before writing any further', async () => {
  const { id } = await project();
  const hub = streams();
  let asked = 0;
  const open = (authorise: () => Promise<void>) =>
    hub.open({ projectId: id, cursor: { after: 0, epoch: null }, authorise }).then(messages);
  const removed = await open(async () => {
    asked += 1;
    throw new Error('no longer a member');
  });
  const stays = await open(allow);
  await append(id, 1);
  await append(id, 1, { bumpsRules: true });
  await append(id, 1);
  const ids: (number | null)[] = [];
  for await (const message of removed) ids.push(message.id);
  expect(ids).toEqual([null, 1, 2]);
  expect(asked).toBe(1);
  expect((await take(stays, 4)).at(-1)?.id).toBe(3);
});

test('closes a client that takes nothing, and lets the others read on', async () => {
  const { id } = await project();
  const hub = streams({ heartbeatMs: 50 });
  const stuck = await hub.open({ projectId: id, cursor: { after: 0, epoch: null }, authorise: allow });
  const good = messages(
    await hub.open({ projectId: id, cursor: { after: 0, epoch: null }, authorise: allow }),
  );
  await append(id, 200, { payload: { text: 'x'.repeat(1_000) } });
  await take(good, 201);
  await expect.poll(() => hub.count()).toBe(1);
  await expect(stuck.pipeTo(new WritableStream())).rejects.toThrow('too slowly');
});

test('ends every stream with a hint to come back, and forgets those that went away', async () => {
  const { id } = await project();
  const hub = streams();
  const open = () => hub.open({ projectId: id, cursor: { after: null, epoch: null }, authorise: allow });
  const gone = await open();
  const body = await open();
  await gone.cancel();
  expect(hub.count()).toBe(1);
  hub.close();
  expect(await new Response(body).text()).toMatch(/retry: 500\n\n$/);
  expect(hub.count()).toBe(0);
});
