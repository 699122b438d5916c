import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../server/db/test-database';
import { eventCatalogue } from '../../server/events/catalogue';
import { payloadProblems } from '../../server/structure/checks';
import { seedSample } from './sample';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
}, 60_000);
afterAll(() => db.drop());

it('tells a story in which every state of a handoff can be seen, once', async () => {
  expect(await seedSample(db.ownerUrl)).toBe(true);
  expect(await seedSample(db.ownerUrl)).toBe(false);
  const { rows } = await db.pool.query<{ stage: string; states: string[] }>(
    `SELECT stage_key AS stage, array_agg(state::text ORDER BY number) AS states FROM handoff GROUP BY 1 ORDER BY 1`,
  );
  expect(Object.fromEntries(rows.map((row) => [row.stage, row.states.sort()]))).toEqual({
    intake: ['active', 'active', 'offered', 'offered'],
    build: ['active', 'active', 'offered', 'offered'],
    review: ['active', 'active', 'offered'],
    library: ['active', 'done', 'done', 'offered'],
  });
  const told = await db.pool.query<{ stale: number; blocked: number; returned: number; overridden: number }>(
    `SELECT count(*) FILTER (WHERE stale_at IS NOT NULL)::int AS stale, count(*) FILTER (WHERE refused_at IS NOT NULL)::int AS blocked,
       count(*) FILTER (WHERE returns = 2)::int AS returned, (SELECT count(*)::int FROM override) AS overridden FROM handoff`,
  );
  expect(told.rows[0]).toEqual({ stale: 1, blocked: 1, returned: 1, overridden: 1 });
}, 60_000);

it('leaves payloads in the log that fit the event catalogue', async () => {
  const { rows } = await db.ownerPool.query<{ seq: number; type: string; payload: unknown }>(
    `SELECT e.seq::int AS seq, e.type, d.payload FROM event e
     JOIN event_payload d ON d.project_id = e.project_id AND d.seq = e.seq ORDER BY e.project_id, e.seq`,
  );
  expect(rows.length).toBeGreaterThan(100);
  expect(payloadProblems(rows, eventCatalogue)).toEqual([]);
});
