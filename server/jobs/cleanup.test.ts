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
