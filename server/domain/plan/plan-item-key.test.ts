import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWorld, type World } from '../../world.fixture';

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, 60_000);
afterAll(() => world.db.drop());

/** As PostgreSQL words the check that nothing refers to a deleted item any more. */
const CHECK =
  'SELECT 1 FROM ONLY plan_item x WHERE project_id = $1 AND plan_id = $2 AND key = $3 FOR KEY SHARE OF x';

it('finds one item by its key, however little the planner knows: an import asks for each that it replaces', async () => {
  const items = Array.from({ length: 2_000 }, (_, at) => `- [ ] item ${at}`).join('\n');
  await world.as('lead', 'plan.import', { key: 'long', source: `# Plan\n\n## Phase 1. All\n\n${items}\n` });
  const client = await world.db.pool.connect();
  try {
    await client.query(`PREPARE look (uuid, uuid, text) AS ${CHECK}`);
    const { rows } = await client.query<{ 'QUERY PLAN': unknown }>(
      'EXPLAIN (FORMAT JSON) EXECUTE look (gen_random_uuid(), gen_random_uuid(), $$k$$)',
    );
    expect(JSON.stringify(rows[0]?.['QUERY PLAN'])).toMatch(/"Index Cond":"[^"]*key = /);
    await client.query('DEALLOCATE look');
  } finally {
    client.release();
  }
});
