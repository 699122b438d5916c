import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, type ClientRequest, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { openCluster } from '@/server/db/cluster';
import { migrate } from '@/server/db/migrate';
import { createPool } from '@/server/db/pool';
import { pipelineParts } from '@/server/runtime';
import type { Memory } from './child';
import { makeProject, makeSeat, type Seat } from './make-seat';
import { percentile } from './measure';
import { type Player, player } from './moves';
import { startServer } from './server-process';

/** What one process is asked to bear at once. */
const STREAMS = 300;
const WRITERS = 200;
const POOL = 10;
const PROJECTS = 10;
const SAMPLES = 20;
/** No call may take longer than this: five seconds for a connection and five for a lock, with room for a busy machine. */
const LONGEST_MS = 15_000;
/** Live memory after the first third to that at the end. */
const GROWTH = 1.15;
const mib = (bytes: number) => Math.round(bytes / (1024 * 1024));

interface Tally {
  done: number;
  refused: number;
  /** told to come again: 503 with Retry-After */
  overloaded: number;
  /** what no client should see */
  wrong: Map<string, number>;
  latencies: number[];
  longest: number;
  events: number;
}

function call(url: URL, agent: Agent, seat: Seat, body: string) {
  return new Promise<{ status: number; retryAfter: boolean; body: string }>((resolve, reject) => {
    const sent = request(
      {
        agent,
        hostname: url.hostname,
        port: url.port,
        path: '/api/v1/action',
        method: 'POST',
        headers: {
          authorization: `Bearer ${seat.token}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        },
      },
      (response) => {
        const { statusCode = 0, headers } = response;
        text(response).then(
          (answer) =>
            resolve({ status: statusCode, retryAfter: headers['retry-after'] !== undefined, body: answer }),
          reject,
        );
      },
    );
    sent.once('error', reject).end(body);
  });
}

function follow(url: URL, seat: Seat, tally: Tally): Promise<ClientRequest> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${seat.token}`, accept: 'text/event-stream' };
    const path = `/api/events?project=${seat.project}`;
    const sent = request(
      { agent: false, hostname: url.hostname, port: url.port, path, headers },
      (response) => {
        if (response.statusCode !== 200) return reject(new Error(`events: ${response.statusCode}`));
        response.setEncoding('utf8');
        response.on('error', () => undefined);
        response.on('data', (chunk: string) => {
          tally.events += chunk.split('\nevent: event').length - 1;
        });
        resolve(sent);
      },
    );
    sent.on('error', reject).end();
  });
}

async function write(url: URL, agent: Agent, play: Player, client: number, tally: Tally, until: number) {
  while (performance.now() < until) {
    const { seat, move } = play.next(client);
    const body = JSON.stringify({ project: seat.project, ...move });
    for (let again = true; again && performance.now() < until; ) {
      const began = performance.now();
      const answer = await call(url, agent, seat, body);
      const spent = performance.now() - began;
      tally.latencies.push(spent);
      tally.longest = Math.max(tally.longest, spent);
      again = answer.status === 503 && answer.retryAfter;
      if (again) {
        tally.overloaded += 1;
        await pause(1_000);
      } else if (answer.status === 200) {
        tally.done += 1;
        play.answered(seat, Object(JSON.parse(answer.body)).result);
      } else if (answer.status === 409 || answer.status === 429) {
        tally.refused += 1;
        await pause(1_000);
      } else {
        const what = `${answer.status} ${answer.body.slice(0, 120)}`;
        tally.wrong.set(what, (tally.wrong.get(what) ?? 0) + 1);
      }
    }
  }
}

async function openSoak() {
  const dataDir = mkdtempSync(join(tmpdir(), 'llmgenie-soak-'));
  const cluster = await openCluster({ dataDir });
  await migrate(cluster.ownerUrl);
  const ownerPool = createPool(cluster.ownerUrl, { max: 2, statementTimeoutMs: 120_000 });
  const pool = createPool(cluster.appUrl, { max: 4 });
  const runtime = { pool, wake: { notify: () => undefined }, ...pipelineParts() };
  const seats: Seat[] = [];
  for (let at = 0; at < PROJECTS; at += 1) {
    const key = `soak-${at}`;
    const project = { key, ...(await makeProject(ownerPool, key)) };
    for (let seat = 0; seat < WRITERS / PROJECTS; seat += 1)
      seats.push(await makeSeat(runtime, project, `agent-${seat}`, 1));
  }
  await pool.end();
  return {
    dataDir,
    cluster,
    ownerPool,
    seats,
    async close() {
      await ownerPool.end();
      await cluster.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** 300 streams and 200 writers on one process with a pool of 10: no deadlock, no unbounded wait, memory flat. */
export async function soak(minutes: number, print: (line: string) => void): Promise<boolean> {
  const world = await openSoak();
  const tally: Tally = {
    done: 0,
    refused: 0,
    overloaded: 0,
    wrong: new Map(),
    latencies: [],
    longest: 0,
    events: 0,
  };
  const start = {
    party: 'subject',
    appUrl: world.cluster.appUrl,
    poolSize: POOL,
    sampleToken: '',
    sampleHandoff: '',
  } as const;
  const server = await startServer(start, world.dataDir, undefined);
  const url = new URL(server.url);
  const agent = new Agent({ keepAlive: true });
  try {
    const streams: ClientRequest[] = [];
    for (let at = 0; at < STREAMS; at += 1) {
      const seat = world.seats[at % world.seats.length];
      if (seat !== undefined) streams.push(await follow(url, seat, tally));
    }
    const play = player(world.seats, ['handoff.comment', 'handoff.update']);
    const began = performance.now();
    const until = began + minutes * 60_000;
    const writers = Promise.all(
      world.seats.map((_, client) => write(url, agent, play, client, tally, until)),
    );
    const memory: Memory[] = [];
    for (let sample = 1; sample <= SAMPLES; sample += 1) {
      await Promise.race([writers, pause(began + ((until - began) * sample) / SAMPLES - performance.now())]);
      memory.push(await server.memory());
      const at = ((performance.now() - began) / 60_000).toFixed(1);
      print(`${at} min: ${tally.done} writes, ${mib(memory.at(-1)?.resident ?? 0)} MiB`);
    }
    await writers;
    for (const stream of streams) stream.destroy();
    return await judge(world.ownerPool, tally, memory, minutes, print);
  } finally {
    agent.destroy();
    await server.stop();
    await world.close();
  }
}

async function judge(
  ownerPool: Awaited<ReturnType<typeof openSoak>>['ownerPool'],
  tally: Tally,
  memory: readonly Memory[],
  minutes: number,
  print: (line: string) => void,
): Promise<boolean> {
  const { rows } = await ownerPool.query<{ deadlocks: number }>(
    'SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()',
  );
  const deadlocks = rows[0]?.deadlocks ?? -1;
  const settled = Math.floor(memory.length / 3);
  const ratio = (of: keyof Memory) =>
    (memory.at(-1)?.[of] ?? Number.NaN) / (memory[settled]?.[of] ?? Number.NaN);
  const growth = ratio('live');
  const wrong = [...tally.wrong].map(([what, count]) => `${count} x ${what}`);
  const ms = (part: number) => Math.round(percentile(tally.latencies, part));
  print(`${STREAMS} streams, ${WRITERS} writers, pool of ${POOL}, ${minutes} min`);
  print(`writes ${tally.done}, refused ${tally.refused}, told to come again ${tally.overloaded}`);
  print(`other answers: ${wrong.join('; ') || 'none'}`);
  print(`latency p50 ${ms(0.5)} ms, p95 ${ms(0.95)} ms, longest ${Math.round(tally.longest)} ms`);
  print(`events told to streams ${tally.events}; deadlocks ${deadlocks}`);
  for (const of of ['live', 'resident'] as const)
    print(`${of} memory, MiB: ${memory.map((each) => mib(each[of])).join(' ')}: ${ratio(of).toFixed(2)}x`);
  const good = deadlocks === 0 && tally.longest <= LONGEST_MS && growth <= GROWTH && wrong.length === 0;
  print(good ? 'held' : 'did not hold');
  return good;
}
