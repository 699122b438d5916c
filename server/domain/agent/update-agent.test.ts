import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWorld, type World } from '../../world.fixture';

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, 60_000);
afterAll(() => world?.db.drop());

const cardOf = async (handoff: string) =>
  Object((await world.as('lead', 'handoff.get', { handoff })).result.card);

/** An agent of these roles with one handoff at Intake in hand, in a session, and one that waits for it by name. */
async function atWork(name: string, roles: readonly string[]) {
  const agent = await world.agent(name, roles, { owner: 'analyst' });
  await world.as(agent, 'session.start', {}, { project: null });
  const [held, waiting] = await Promise.all(
    ['held', 'waiting'].map(async (title) =>
      String((await world.as('lead', 'handoff.create', { title })).result.handoff),
    ),
  );
  if (held === undefined || waiting === undefined) throw new Error('nothing was created');
  await world.as(agent, 'handoff.claim', { handoff: held }, { project: null });
  await world.as('lead', 'handoff.assign', { handoff: waiting, expectedVersion: 1, assignee: name });
  return { agent, held, waiting };
}

it('offers again what an agent holds at a stage whose role it loses, and refuses its late write', async () => {
  const { agent, held, waiting } = await atWork('turncoat', ['analyst', 'coder']);
  const before = await cardOf(held);
  await world.as('admin', 'agent.update', { agent: 'turncoat', roles: ['coder'] });
  expect(await cardOf(held)).toMatchObject({ state: 'offered', holder: null });
  expect(await cardOf(waiting)).toMatchObject({ state: 'offered', assignee: null });
  const late = { handoff: held, expectedVersion: before.version, fence: before.fence };
  await expect(world.as(agent, 'handoff.release', late, { project: null })).rejects.toMatchObject({
    code: expect.stringMatching(/POLICY_DENIED|CONFLICT/),
  });
  await world.as('analyst', 'handoff.claim', { handoff: held });
  await world.as('analyst', 'handoff.claim', { handoff: waiting });
});

it('leaves what the roles that stay still cover', async () => {
  const { held, waiting } = await atWork('steady', ['analyst', 'coder']);
  await world.as('admin', 'agent.update', { agent: 'steady', roles: ['analyst'] });
  expect(await cardOf(held)).toMatchObject({ state: 'active', holder: { name: 'steady' } });
  expect(await cardOf(waiting)).toMatchObject({ assignee: { name: 'steady' } });
});

it('offers everything again where the new owner may only look on: an agent may no more than its owner', async () => {
  const { held, waiting } = await atWork('inherited', ['analyst']);
  await world.as('admin', 'agent.update', { agent: 'inherited', owner: 'viewer@llmgenie.test' });
  expect(await cardOf(held)).toMatchObject({ state: 'offered', holder: null });
  expect(await cardOf(waiting)).toMatchObject({ assignee: null });
});

it('takes off a member what waits by name at a stage whose role they lose', async () => {
  const { result } = await world.as('lead', 'handoff.create', { title: 'for the analyst' });
  const handoff = String(result.handoff);
  await world.as('lead', 'handoff.assign', { handoff, expectedVersion: 1, assignee: 'analyst' });
  await world.as('admin', 'member.setRoles', { member: 'analyst', roles: ['coder'] });
  expect(await cardOf(handoff)).toMatchObject({ state: 'offered', assignee: null });
});
