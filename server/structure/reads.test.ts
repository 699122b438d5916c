import { afterAll, beforeAll, expect, it } from 'vitest';
import { isAppError } from '../errors';
import { registry } from '../registry';
import { actionCases } from './action-cases.fixture';
import type { Definition } from './checks';
import { createScene, type Scene, sampleArguments } from './scene.fixture';

/* No call may read all there is: the rows that the database itself counts, in a project with thousands of everything. */

/** Old rows of each kind beside the scene's few. */
const MANY = 3_000;
/** Rows of one of these tables that a call may read. */
const ENOUGH = 1_000;
const GROWING = ['handoff', 'transfer', 'session', 'policy_decision', 'event'];
/** Whose answer is a sum over everything that was refused: read once. */
const SUMS: ReadonlySet<string> = new Set(['policy.list', 'policy.coverage', 'policy.get']);
/** After it nothing could be done that is looked at here. */
const RESTS: ReadonlySet<string> = new Set(['project.archive']);

let scene: Scene;
beforeAll(async () => {
  scene = await createScene();
  const { db, projectId } = scene.world;
  const one = `SELECT h.project_id, h.version_id, h.author_id FROM handoff h WHERE h.project_id = '${projectId}' ORDER BY number LIMIT 1`;
  await db.ownerPool.query(`
    INSERT INTO handoff (project_id, id, title, version_id, stage_key, author_id, giver_id, state, closed_at, moved_at)
      SELECT o.project_id, gen_random_uuid(), 'old', o.version_id, 'library', o.author_id, o.author_id, 'done', now(), now() - interval '30 days' + make_interval(secs => g)
      FROM (${one}) o, generate_series(1, ${MANY}) g;
    INSERT INTO transfer (project_id, id, handoff_id, kind, from_key, to_key, actor_id, at)
      SELECT project_id, gen_random_uuid(), id, 'complete', 'library', 'library', author_id, moved_at FROM handoff WHERE title = 'old';
    INSERT INTO session (project_id, id, actor_id, handoff_id, state, started_at, finished_at)
      SELECT project_id, gen_random_uuid(), author_id, id, 'finished', moved_at, moved_at FROM handoff WHERE title = 'old';
    INSERT INTO policy_decision (project_id, id, minute, actor_id, action, resource, policy_id, policy_set, last_at)
      SELECT project_id, id, moved_at, author_id, 'handoff.send', 'LG-' || number, 'checklist.required', '', moved_at FROM handoff WHERE title = 'old';
    INSERT INTO event (project_id, body)
      SELECT project_id, jsonb_build_object('type', 'handoff.completed', 'subject', jsonb_build_object('kind', 'handoff', 'id', id))
      FROM handoff WHERE title = 'old'`);
  await db.ownerPool.query('ANALYZE');
}, 120_000);
afterAll(() => scene?.world.db.drop());

/** Rows and index entries read so far, by everybody in this database. */
async function rowsRead(): Promise<Map<string, number>> {
  const { pool, ownerPool } = scene.world.db;
  // What a connection counted it tells at the end of a transaction, at once when asked to; ask all of them.
  const clients = await Promise.all(Array.from({ length: pool.totalCount }, () => pool.connect()));
  try {
    for (const client of clients) await client.query('SELECT pg_stat_force_next_flush()');
  } finally {
    for (const client of clients) client.release();
  }
  const { rows } = await ownerPool.query<{ name: string; read: number }>(
    `SELECT t.relname AS name, t.seq_tup_read + coalesce((SELECT sum(i.idx_tup_read) FROM pg_stat_user_indexes i WHERE i.relid = t.relid), 0)::bigint AS read
     FROM pg_stat_user_tables t WHERE t.relname = ANY($1)`,
    [GROWING],
  );
  return new Map(rows.map(({ name, read }) => [name, read]));
}

async function greedy(name: string, call: () => Promise<unknown>): Promise<string[]> {
  const before = await rowsRead();
  await call().catch((error: unknown) => {
    if (!isAppError(error)) throw error;
  });
  const after = await rowsRead();
  return [...after]
    .map(([table, read]) => ({ table, read: read - (before.get(table) ?? 0) }))
    .filter(({ read }) => read > ENOUGH)
    .map(({ table, read }) => `${name}: ${read} of ${table}`);
}

const definitions: Definition[] = [...registry.actions.values(), ...registry.queries.values()];

it('reads by index, whatever is asked and whatever is refused', async () => {
  const { world } = scene;
  const args = sampleArguments(scene);
  const found: string[] = [];
  for (const { name, kind, place } of definitions) {
    const project = place === 'instance' ? 'instance' : 'llmgenie';
    const call = () => world.as('admin', name, args[name], { project });
    if (kind === 'query') found.push(...(await greedy(name, call)));
  }
  for (const { name } of definitions.filter((each) => 'handoff' in (args[each.name] ?? {}))) {
    found.push(...(await greedy(`${name}, refused`, () => world.as('viewer', name, args[name]))));
  }
  for (const { action, who, outcome, as, arguments: given, project = 'llmgenie' } of actionCases(scene)) {
    if (as === undefined) continue;
    const call = () => world.as(as, action, given, { project, dryRun: RESTS.has(action) });
    found.push(...(await greedy(`${action}, ${who} ${outcome}`, call)));
  }
  const named = { handoff: scene.handoffs.held };
  found.push(
    ...(await greedy('session.entries of a handoff', () => world.as('lead', 'session.entries', named))),
  );
  found.push(...(await greedy('session.start on a handoff', () => world.as('lead', 'session.start', named))));
  expect(found.filter((line) => !SUMS.has(line.split(/[:,]/, 1)[0] ?? ''))).toEqual([]);
}, 120_000);
