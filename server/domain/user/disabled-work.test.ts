import { afterAll, beforeAll, expect, it } from 'vitest';
import { putBackWork } from '../../jobs/put-back-work';
import { startTimers } from '../../jobs/timers';
import { createWorld, type World } from '../../world.fixture';

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, 60_000);
afterAll(() => world?.db.drop());

const sweep = async () => {
  const handlers = { 'put-back': putBackWork(world.runtime) };
  const timers = startTimers({ pool: world.db.pool, handlers, sweepMs: null });
  await timers.sweep();
  await timers.stop();
};
const offer = async (title: string) => {
  const { result } = await world.as('lead', 'handoff.create', { title });
  return String(result.handoff);
};
const card = async (handoff: string) =>
  Object((await world.as('lead', 'handoff.get', { handoff })).result.card);
const disable = (email: string, action = 'user.disable') =>
  world.as('admin', action, { email }, { project: 'instance' });

it('offers what a person who is disabled everywhere, and their agents, hold again', async () => {
  const agent = await world.agent('helper', ['analyst'], { owner: 'analyst' });
  const { result: started } = await world.as(agent, 'session.start', {});
  const [mine, theirs, waiting, others] = [
    await offer('of the person'),
    await offer('of the agent'),
    await offer('assigned'),
    await offer('of somebody else'),
  ];
  await world.db.ownerPool.query(
    `INSERT INTO actor_role (project_id, actor_id, role_key) SELECT project_id, id, 'analyst' FROM actor
     WHERE project_id = $1 AND name = 'coder'`,
    [world.projectId],
  );
  await world.as('analyst', 'handoff.claim', { handoff: mine });
  const claim = await world.as(agent, 'handoff.claim', { handoff: theirs });
  await world.as('lead', 'handoff.assign', { handoff: waiting, assignee: 'analyst', expectedVersion: 1 });
  await world.as('coder', 'handoff.claim', { handoff: others });

  await disable('analyst@llmgenie.test');
  await sweep();
  for (const handoff of [mine, theirs]) {
    expect(await card(handoff)).toMatchObject({ state: 'offered', holder: null });
  }
  expect(await card(theirs)).toMatchObject({ fence: Number(claim.result.fence) + 1 });
  expect(await card(waiting)).toMatchObject({ assignee: null });
  expect(await card(others)).toMatchObject({ state: 'active', holder: { name: 'coder' } });
  const { rows } = await world.db.ownerPool.query(
    `SELECT in_hand FROM stage WHERE project_id = $1 AND key = 'intake'`,
    [world.projectId],
  );
  expect(rows).toEqual([{ in_hand: 1 }]);
  expect(started.session).toBeTruthy();
  // Dealt with once, and nothing is left to be dealt with.
  await sweep();
  const { rows: left } = await world.db.ownerPool.query(`SELECT FROM timer WHERE kind = 'put-back'`);
  expect(left).toEqual([]);
});

it('takes nothing from somebody who was enabled again meanwhile', async () => {
  await disable('analyst@llmgenie.test', 'user.enable');
  await world.db.ownerPool.query(`UPDATE "user" SET token_version = 1 WHERE email = 'analyst@llmgenie.test'`);
  const handoff = await offer('taken anew');
  await world.as('analyst', 'handoff.claim', { handoff });
  await disable('analyst@llmgenie.test');
  await disable('analyst@llmgenie.test', 'user.enable');
  await sweep();
  expect(await card(handoff)).toMatchObject({ state: 'active', holder: { name: 'analyst' } });
});
