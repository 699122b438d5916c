import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from './db/cluster-postmaster';
import type { Env, ProcessRole } from './env';
import { type RunningServer, serve } from './main';
import { createWorld, type World } from './world.fixture';

let world: World;
const running: RunningServer[] = [];
beforeAll(async () => {
  world = await createWorld();
  process.env.NEXTAUTH_URL = 'https://genie.example';
  process.env.NEXTAUTH_SECRET = 's'.repeat(64);
});
afterAll(async () => {
  await Promise.all(running.map((server) => server.close()));
  await world.db.drop();
});

async function start(role: ProcessRole): Promise<RunningServer> {
  const env: Env = {
    host: '127.0.0.1',
    port: await freePort(),
    dataDir: '/nonexistent',
    databaseUrl: world.db.appUrl,
    role,
    publicUrl: 'https://genie.example',
    sessionSecret: 's'.repeat(64),
    sample: false,
  };
  const { appUrl, poolUrl } = world.db;
  const server = await serve({ env, appUrl, poolUrl, pages: false });
  running.push(server);
  return server;
}

const statusOf = async (server: RunningServer, path: string) => (await fetch(server.url + path)).status;

test('a worker tells that it lives and is ready, and answers nothing else', async () => {
  const worker = await start('worker');
  expect(await statusOf(worker, '/api/health')).toBe(200);
  expect(await statusOf(worker, '/api/ready')).toBe(200);
  for (const path of [
    '/api/mcp',
    '/api/trpc/event.list',
    '/api/events',
    '/api/v1/openapi.json',
    '/',
    '/sign-in',
  ])
    expect(await statusOf(worker, path), path).toBe(404);
});

test('what a worker does reaches the streams of a web process', async () => {
  const coder = await world.agent('analyst-9', ['analyst'], { owner: 'analyst' });
  await world.as(coder, 'session.start', { focus: 'leases' });
  const { result } = await world.as('lead', 'handoff.create', { title: 'Lease' });
  const { eventSeq } = await world.as(coder, 'handoff.claim', { handoff: result.handoff });
  const web = await start('web');
  const lapsed = new Promise<number>((resolve) => {
    web.runtime.wake.subscribe(world.projectId, (seq) => {
      if (seq > Number(eventSeq)) resolve(seq);
    });
  });
  await world.db.ownerPool.query("UPDATE handoff SET lease_until = now() - interval '1 second'");
  await world.db.ownerPool.query("UPDATE timer SET due_at = now() WHERE kind = 'lease'");
  await start('worker');
  await lapsed;
  const { rows } = await world.db.ownerPool.query(
    'SELECT type FROM event WHERE project_id = $1 AND seq > $2 ORDER BY seq',
    [world.projectId, eventSeq],
  );
  expect(rows).toContainEqual({ type: 'handoff.lapsed' });
});
