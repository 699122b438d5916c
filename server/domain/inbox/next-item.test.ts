import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWorld, type World } from '../../world.fixture';
import { Inbox } from './inbox.schema';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  // Enough that the oldest of them alone would hide what waits behind.
  await world.as('lead', 'handoff.create', { title: 'assigned elsewhere' });
  await world.as('lead', 'handoff.assign', { handoff: 'LG-1', expectedVersion: 1, assignee: 'analyst' });
  for (let batch = 0; batch < 6; batch += 1) {
    await world.db.ownerPool.query(`WITH one AS (SELECT * FROM handoff WHERE number = 1),
      made AS (INSERT INTO handoff (project_id, id, title, version_id, stage_key, author_id, giver_id, assignee_id)
        SELECT project_id, gen_random_uuid(), title, version_id, stage_key, author_id, giver_id, assignee_id
        FROM one, generate_series(1, 400) RETURNING project_id, id)
      INSERT INTO event (project_id, body) SELECT project_id,
        jsonb_build_object('type', 'handoff.assigned', 'subject', jsonb_build_object('kind', 'handoff', 'id', id)) FROM made`);
  }
  await world.as('lead', 'handoff.create', { title: 'for anybody' });
}, 60_000);
afterAll(() => world.db.drop());

const next = async (who: string, args: object = {}) =>
  Inbox.parse((await world.as(who, 'inbox.next', args)).result);

it('finds what is free behind 2,400 that are not, with and without a cursor, near and far', async () => {
  const other = await world.agent('analyst-7', ['analyst'], { owner: 'analyst' });
  const free = async (args: object = {}) =>
    Inbox.parse((await world.as(other, 'inbox.next', args, { project: null })).result);
  const { item, cursor } = await free();
  expect(item).toMatchObject({ title: 'for anybody', reason: 'created', from: { name: 'lead' } });
  expect(cursor).toBe(item?.seq);
  for (const after of [0, cursor - 1]) expect((await free({ after })).item).toEqual(item);
  expect((await free({ after: cursor })).item).toBeNull();
  expect((await next('analyst')).item).toMatchObject({ handoff: 'LG-1', reason: 'assigned' });
});

it('finds the next of many offers far behind the end of the log without reading them all', async () => {
  for (let batch = 0; batch < 6; batch += 1) {
    await world.db.ownerPool.query(`WITH one AS (SELECT * FROM handoff WHERE title = 'for anybody'),
      made AS (INSERT INTO handoff (project_id, id, title, version_id, stage_key, author_id, giver_id)
        SELECT project_id, gen_random_uuid(), 'one of many', version_id, stage_key, author_id, giver_id
        FROM one, generate_series(1, 400) RETURNING project_id, id)
      INSERT INTO event (project_id, body) SELECT project_id,
        jsonb_build_object('type', 'handoff.created', 'subject', jsonb_build_object('kind', 'handoff', 'id', id)) FROM made`);
  }
  const other = await world.agent('analyst-8', ['analyst'], { owner: 'analyst' });
  const free = async (args: object = {}) =>
    Inbox.parse((await world.as(other, 'inbox.next', args, { project: null })).result);
  const first = await free();
  const { rows } = await world.db.ownerPool.query(
    `SELECT e.seq FROM event e JOIN handoff h ON h.id = e.subject_id WHERE h.title = 'one of many' ORDER BY e.seq`,
  );
  const seqs = rows.map(({ seq }) => Number(seq));
  const near = await free({ after: first.cursor });
  expect(near.item?.seq).toBe(seqs[0]);
  // Offered anew since, the first of them comes last.
  await world.db.ownerPool.query(
    `INSERT INTO event (project_id, body) SELECT e.project_id, jsonb_build_object('type', 'handoff.released', 'subject', e.body -> 'subject')
     FROM event e WHERE e.project_id = $1 AND e.seq = $2`,
    [world.projectId, seqs[0]],
  );
  expect((await free({ after: first.cursor })).item?.seq).toBe(seqs[1]);
  expect((await free({ after: seqs.at(-2) })).item?.seq).toBe(seqs.at(-1));
  const last = await free({ after: seqs.at(-1) });
  expect(last.item).toMatchObject({ reason: 'released' });
  expect((await free({ after: last.cursor })).item).toBeNull();
  await world.db.ownerPool.query(
    `UPDATE handoff SET state = 'cancelled', closed_at = now() WHERE title = 'one of many'`,
  );
});

it('is empty for who holds no role there, and unknown to strangers', async () => {
  expect((await next('librarian')).item).toBeNull();
  expect((await next('viewer')).item).toBeNull();
  await expect(world.as('curie', 'inbox.next')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('keeps what a full stage holds back ahead of the cursor', async () => {
  const before = (await next('librarian', { claimable: true })).cursor;
  await world.db.ownerPool.query("UPDATE stage SET in_hand = wip_limit WHERE key = 'intake'");
  const held = await next('analyst', { claimable: true });
  expect(held.item).toBeNull();
  expect(held.cursor).toBeLessThan(before);
  expect((await next('analyst', { claimable: false })).item).not.toBeNull();
  await world.db.ownerPool.query("UPDATE stage SET in_hand = 0 WHERE key = 'intake'");
  expect((await next('analyst', { claimable: true, after: held.cursor })).item).toMatchObject({
    handoff: 'LG-1',
  });
});
