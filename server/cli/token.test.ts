import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashAgentToken, parseAgentToken } from '../auth/agent-token';
import { createWorld, type World } from '../world.fixture';
import { createToken, listTokens, revokeToken } from './token';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.db.drop());

const wanted = {
  project: 'llmgenie',
  agent: 'coder-7',
  roles: ['coder'],
  owner: undefined,
  scopes: undefined,
  days: undefined,
};

async function secondsLeft(token: string): Promise<number> {
  const { rows } = await world.db.pool.query<{ seconds: number }>(
    'SELECT extract(epoch FROM expires_at - now())::float8 AS seconds FROM agent_token WHERE secret_hash = $1',
    [hashAgentToken(token)],
  );
  return rows[0]?.seconds ?? 0;
}

test('makes the agent once, and a token that works each time', async () => {
  const { token: first, name } = await createToken(world.runtime, wanted);
  const { token: second } = await createToken(world.runtime, { ...wanted, roles: [], days: 2 });
  expect(name).toBe('t1');
  expect(second).not.toBe(first);
  for (const token of [first, second]) {
    const secretHash = parseAgentToken(token)?.secretHash ?? Buffer.alloc(0);
    const { result } = await world.as(
      { kind: 'token', secretHash },
      'actions.available',
      {},
      { project: null },
    );
    expect(result).toMatchObject({ actor: { kind: 'agent', name: 'coder-7' }, roles: ['coder'] });
  }
  expect(await secondsLeft(first)).toBeGreaterThan(29 * 86_400);
  expect(await secondsLeft(second)).toBeLessThanOrEqual(2 * 86_400);
});

test('says what is missing or unknown', async () => {
  await expect(createToken(world.runtime, { ...wanted, agent: 'nobody', roles: [] })).rejects.toThrow(
    '--role',
  );
  await expect(createToken(world.runtime, { ...wanted, project: 'nowhere' })).rejects.toThrow(
    'no such project',
  );
  await expect(createToken(world.runtime, { ...wanted, agent: 'x', roles: ['no-role'] })).rejects.toThrow(
    'roles',
  );
});

test('lists tokens by name and revokes by it, and the name is never another one’s', async () => {
  const made = { ...wanted, agent: 'coder-8' };
  const { token } = await createToken(world.runtime, { ...made, name: 'laptop' });
  await createToken(world.runtime, { ...made, scopes: ['read'] });
  const lines = () => listTokens(world.runtime, 'llmgenie', 'coder-8');
  expect(await lines()).toEqual([
    expect.stringMatching(/^coder-8\tt1\tread\tends \d{4}-\d\d-\d\d\tnever used$/),
    expect.stringMatching(/^coder-8\tlaptop\tread,act\tends/),
  ]);
  const named = { project: 'llmgenie', agent: 'coder-8', name: 'laptop' };
  expect(await revokeToken(world.runtime, named)).toBe('revoked coder-8 laptop');
  expect((await lines()).at(-1)).toMatch(/\tlaptop\t.*\trevoked/);
  const secretHash = parseAgentToken(token)?.secretHash ?? Buffer.alloc(0);
  await expect(
    world.as({ kind: 'token', secretHash }, 'actions.available', {}, { project: null }),
  ).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  await expect(revokeToken(world.runtime, { ...named, name: 'desk' })).rejects.toThrow();
  await expect(createToken(world.runtime, { ...made, name: 'laptop' })).rejects.toThrow('name');
});
