import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWorld, type World } from '../../world.fixture';

const bytes = readFileSync('e2e/fixtures/master-plan.ru.md');
const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, 60_000);
afterAll(() => world.db.drop());

async function exported(): Promise<Buffer> {
  const { result } = await world.as('viewer', 'plan.export');
  return Buffer.from(String(result.base64), 'base64');
}

it('imports the real plan, counts it by query and gives back its very bytes', async () => {
  const { result } = await world.as('lead', 'plan.import', { source: bytes.toString('utf8') });
  expect(result).toMatchObject({
    plan: 'master',
    phases: 5,
    goals: 15,
    items: 42,
    technologies: 5,
    sha256: sha256(bytes),
  });
  const view = await world.as('viewer', 'plan.get');
  expect(view.result).toMatchObject({ totals: { phases: 5, goals: 15, items: 42, technologies: 5 } });
  const phases: {
    progress: {
      boxes: { total: number };
      topLevel: { total: number };
      nested: { total: number };
      secondary: { total: number };
    };
  }[] = Object(view.result).phases;
  expect(phases.map((phase) => phase.progress.boxes.total)).toEqual([4, 24, 5, 5, 4]);
  expect(phases[1]?.progress).toMatchObject({
    topLevel: { total: 7 },
    nested: { total: 12 },
    secondary: { total: 5 },
  });
  expect(sha256(await exported())).toBe(sha256(bytes));
  const { rows } = await world.db.pool.query<{ items: number; phases: number }>(
    'SELECT (SELECT count(*)::int FROM plan_item) AS items, (SELECT count(*)::int FROM plan_phase) AS phases',
  );
  expect(rows[0]).toEqual({ items: 42, phases: 5 });
});

it('changes exactly one byte for a tick, and the same one back', async () => {
  for (const item of [1, 17, 42]) {
    await world.as('analyst', 'plan.tick', { plan: 'master', item, checked: true });
    const ticked = await exported();
    expect(ticked.length).toBe(bytes.length);
    const differing = [...bytes.keys()].filter((index) => bytes[index] !== ticked[index]);
    expect(differing).toHaveLength(1);
    await world.as('analyst', 'plan.tick', { plan: 'master', item, checked: false });
    expect(sha256(await exported())).toBe(sha256(bytes));
  }
  await expect(
    world.as('viewer', 'plan.tick', { plan: 'master', item: 1, checked: true }),
  ).rejects.toMatchObject({
    code: 'POLICY_DENIED',
  });
  await expect(
    world.as('analyst', 'plan.tick', { plan: 'master', item: 43, checked: true }),
  ).rejects.toMatchObject({
    code: 'INVALID_ARGUMENTS',
  });
});

it('replaces a plan imported again under its key, and refuses what it cannot read', async () => {
  await world.as('lead', 'plan.import', { source: bytes.toString('utf8') });
  expect((await world.as('viewer', 'plan.get')).result).toMatchObject({ totals: { items: 42 } });
  await expect(
    world.as('lead', 'plan.import', {
      source: '# Plan\n\n## Phase 1. A\n### Checklist:\n- [ ] a\n## Phase 1. A\n### Checklist:\n- [ ] b\n',
    }),
  ).rejects.toMatchObject({ code: 'INVALID_ARGUMENTS', details: { rule: 'plan.unparsed' } });
});
