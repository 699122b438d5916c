import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type World } from '../world.fixture';
import { startCleanup } from './cleanup';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.db.drop());

test('forgets the keys of two days ago and keeps those of a day', async () => {
  for (const key of ['old-key-1', 'young-key-1']) {
    await world.as('lead', 'handoff.create', { title: key }, { key });
  }
  await world.db.ownerPool.query(
    `UPDATE idempotency SET created_at = now() - CASE key WHEN 'old-key-1' THEN interval '49 hours' ELSE interval '25 hours' END`,
  );
  const cleanup = startCleanup({ pool: world.db.pool });
  expect(await cleanup.sweep()).toBe(1);
  const { rows } = await world.db.pool.query('SELECT key FROM idempotency');
  expect(rows).toEqual([{ key: 'young-key-1' }]);
  await cleanup.stop();
});

test('forgets calls of agents after a week, and what is beyond the newest thousand', async () => {
  await world.agent('caller', ['coder']);
  await world.agent('quiet', ['coder']);
  await world.db.ownerPool.query(
    `INSERT INTO agent_call (project_id, id, agent_id, token_id, minute, tool, outcome, last_at)
     SELECT t.project_id, gen_random_uuid(), t.agent_id, t.id, x.at, 'ping', 'ok', x.at
     FROM agent_token t JOIN actor a ON a.project_id = t.project_id AND a.id = t.agent_id,
       generate_series(1, CASE a.name WHEN 'caller' THEN 1010 ELSE 3 END) g, LATERAL (SELECT now() - CASE WHEN a.name = 'quiet' AND g = 3
         THEN interval '8 days' ELSE make_interval(mins => g) END AS at) x`,
  );
  const cleanup = startCleanup({ pool: world.db.pool });
  expect(await cleanup.sweep()).toBe(11);
  expect(await cleanup.sweep()).toBe(0);
  await cleanup.stop();
});
