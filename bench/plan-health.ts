import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { encode } from 'next-auth/jwt';
import { sessionCookieName } from '@/server/auth/session-cookie';
import { loadSecrets } from '@/server/secrets';
import { percentile } from './measure';
import { HOSTILE, planOf } from './plan-texts';
import { startServer } from './server-process';
import type { BenchWorld } from './world';

const ROUNDS = 5;
const IDLE_MS = 3_000;
/** Milliseconds between one answer and the next question. */
const PAUSE_MS = 2;
const PROJECT = 'bench-one';

/** How long everybody else waits while plans are read: `/api/health` of the real server, asked over HTTP all the while. */
export async function planHealth(world: BenchWorld, print: (line: string) => void): Promise<void> {
  const seat = world.single[0];
  if (seat === undefined) throw new Error('nobody is there');
  const start = {
    party: 'subject',
    appUrl: world.appUrl,
    sampleToken: seat.token,
    sampleHandoff: '',
  } as const;
  const server = await startServer(start, world.dataDir, undefined);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    const importPlan = await importer(world, server.url);
    const told = async (what: string, work: () => Promise<unknown>) => {
      const times = await healthDuring(server.url, agent, work);
      const [p50, p99, most] = [0.5, 0.99, 1].map((share) => percentile(times, share).toFixed(1));
      print(
        `/api/health ${what}: p50 ${p50} ms, p99 ${p99} ms, longest ${most} ms of ${times.length} answers`,
      );
    };
    await importPlan(planOf(50));
    await told('idle', () => pause(IDLE_MS));
    await told('while 5,000 items are imported', () => rounds(() => importPlan(planOf(5_000))));
    await told('while hostile texts are read', () =>
      rounds(() => Promise.all(HOSTILE.map((text) => importPlan(text)))),
    );
  } finally {
    agent.destroy();
    await server.stop();
  }
}

async function rounds(work: () => Promise<unknown>): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) await work();
}

/** Imports over HTTP as the person who leads the project; a refusal is an answer as well. */
async function importer(world: BenchWorld, url: string) {
  const { rows } = await world.ownerPool.query<{ id: string }>('SELECT id FROM "user" WHERE email = $1', [
    `${PROJECT}@llmgenie.test`,
  ]);
  const secret = loadSecrets(world.dataDir).sessionSecret;
  const value = await encode({ token: { sub: rows[0]?.id ?? '', tv: 1 }, secret });
  const headers = {
    cookie: `${sessionCookieName(false)}=${value}`,
    origin: url,
    'content-type': 'application/json',
  };
  return async (source: string): Promise<void> => {
    const body = JSON.stringify({ project: PROJECT, arguments: { key: 'measured', source } });
    const answer = await fetch(`${url}/api/trpc/plan.import`, { method: 'POST', headers, body });
    const said = await answer.text();
    if (answer.status >= 500 || answer.status === 401) throw new Error(`plan.import: ${said.slice(0, 300)}`);
  };
}

/** Milliseconds of each answer, one question after the other, for as long as the work lasts. */
async function healthDuring(url: string, agent: Agent, work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  const state = { over: false };
  const done = work().finally(() => {
    state.over = true;
  });
  while (!state.over) {
    const began = performance.now();
    await new Promise<void>((resolve, reject) => {
      request(`${url}/api/health`, { agent }, (response) => response.resume().once('end', resolve))
        .once('error', reject)
        .end();
    });
    times.push(performance.now() - began);
    await pause(PAUSE_MS);
  }
  await done;
  return times;
}
