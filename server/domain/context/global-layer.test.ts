import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWorld, type World } from '../../world.fixture';

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, 60_000);
afterAll(() => world?.db.drop());

const instance = { project: 'instance' };

it('keeps a value of the instance below those of every project and session, and names its author as people know them', async () => {
  const set = { layer: 'global', key: 'house.rule', source: 'the handbook' };
  await world.as('admin', 'context.set', { ...set, value: 'Knock first' }, instance);
  await world.as('admin', 'context.set', { ...set, value: 'Knock twice', expectedVersion: 1 }, instance);
  for (const project of ['llmgenie', 'lab']) {
    const who = project === 'lab' ? 'curie' : 'viewer';
    const { result } = await world.as(who, 'context.list', { key: 'house.rule' }, { project });
    expect(result).toMatchObject({
      entries: [
        {
          layer: 'global',
          value: 'Knock twice',
          version: 2,
          author: 'admin',
          source: 'the handbook',
          shadowed: [],
        },
      ],
      layers: { session: 0, project: 0, global: expect.any(Number) },
    });
    expect(JSON.stringify(result)).not.toContain('@');
  }
  const agent = await world.agent('reader', ['coder']);
  const { result: started } = await world.as(agent, 'session.start', {});
  await world.as('lead', 'context.set', {
    layer: 'project',
    key: 'house.rule',
    value: 'Ring the bell',
    source: '',
  });
  await world.as(agent, 'context.set', { key: 'house.rule', value: 'The bell is broken' });
  const { result } = await world.as(agent, 'context.list', { key: 'house.rule' });
  expect(result.entries).toMatchObject([
    { layer: 'session', shadowed: [{ layer: 'project' }, { layer: 'global', value: 'Knock twice' }] },
  ]);
  await world.as(
    'admin',
    'context.set',
    { layer: 'global', key: 'other', value: 'Only here', source: '' },
    instance,
  );
  const { result: recovered } = await world.as(agent, 'session.recover', { session: started.session });
  expect(Object(recovered.brief).context).toContainEqual(
    expect.objectContaining({ layer: 'global', key: 'other', author: 'admin' }),
  );
  expect(
    Object(recovered.brief).context.filter(({ key }: { key: string }) => key === 'house.rule'),
  ).toMatchObject([{ layer: 'session' }]);
});

it('changes by an admin of the instance alone, in the instance alone', async () => {
  const args = { layer: 'global', key: 'house.rule', value: 'x', source: '' };
  for (const [who, options] of [
    ['lead', instance],
    ['curie', instance],
    ['admin', {}],
    ['lead', {}],
  ] as const) {
    await expect(world.as(who, 'context.set', args, options), who).rejects.toMatchObject({
      code: expect.stringMatching(/POLICY_DENIED|RULE_REFUSED/),
    });
    await expect(
      world.as(who, 'context.remove', { layer: 'global', key: 'house.rule', confirm: 'house.rule' }, options),
    ).rejects.toMatchObject({ code: expect.stringMatching(/POLICY_DENIED|RULE_REFUSED/) });
  }
  await world.as(
    'admin',
    'context.remove',
    { layer: 'global', key: 'house.rule', confirm: 'house.rule' },
    instance,
  );
  const { result } = await world.as('viewer', 'context.list', { key: 'house.rule' });
  expect(result.entries).toMatchObject([{ layer: 'project', shadowed: [] }]);
});
