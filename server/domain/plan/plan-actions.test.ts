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
    items: 39,
    groups: 3,
    technologies: 5,
    sha256: sha256(bytes),
  });
  const view = await world.as('viewer', 'plan.get');
  expect(view.result).toMatchObject({ totals: { phases: 5, items: 39 } });
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
  expect((await world.as('viewer', 'plan.get')).result).toMatchObject({ totals: { items: 39 } });
  await expect(
    world.as('lead', 'plan.import', {
      source: '# Plan\n\n## Phase 1. A\n### Checklist:\n- [ ] a\n## Phase 1. A\n### Checklist:\n- [ ] b\n',
    }),
  ).rejects.toMatchObject({ code: 'INVALID_ARGUMENTS', details: { rule: 'plan.unparsed' } });
});

it('pages a plan of 5,000 items in small answers, and ticks it without reading its source', async () => {
  const lines = Array.from(
    { length: 5_000 },
    (_, at) => `${at % 10 === 0 ? '' : '  '}- [ ] item ${at} ${'слово '.repeat(15)}`,
  );
  const source = `# Large\n\n## Phase 1. All of it\n\n${lines.join('\n')}\n`;
  await world.as('lead', 'plan.import', { key: 'large', source });
  const sizes: number[] = [];
  let after = 0;
  for (const _ of [1, 2, 3]) {
    const { result } = await world.as('viewer', 'plan.items', { plan: 'large', after });
    sizes.push(Buffer.byteLength(JSON.stringify(result)));
    after = Number(result.next);
  }
  const whole = await world.as('viewer', 'plan.get', { plan: 'large' });
  sizes.push(Buffer.byteLength(JSON.stringify(whole.result)));
  expect(Math.max(...sizes)).toBeLessThanOrEqual(8 * 1024);
  const { result } = await world.as('coder', 'plan.tick', { plan: 'large', item: 4_999, checked: true });
  const after1 = await world.as('viewer', 'plan.export', { plan: 'large' });
  const ticked = Buffer.from(String(after1.result.base64), 'base64');
  expect(result.sha256).toBe(sha256(ticked));
  const before = Buffer.from(source);
  expect([...before.keys()].filter((at) => before[at] !== ticked[at])).toHaveLength(1);
});

it('lets ticks of different items by at once, each with its byte', async () => {
  await world.as('lead', 'plan.import', { source: bytes.toString('utf8') });
  await Promise.all(
    [2, 3, 4, 5, 6, 7].map((item) => world.as('coder', 'plan.tick', { plan: 'master', item, checked: true })),
  );
  const now = await exported();
  expect([...bytes.keys()].filter((at) => bytes[at] !== now[at])).toHaveLength(6);
  await expect(
    world.as('coder', 'plan.tick', { plan: 'master', item: 2, checked: true }),
  ).rejects.toMatchObject({ code: 'RULE_REFUSED', details: { rule: 'plan.ticked' } });
});

it('says what an import would do before it does it, and keeps the links of what stays', async () => {
  const first = '# P\n\n## Phase 1. A\n\n- [ ] one\n- [ ] two\n- [ ] three\n';
  const second = '# P\n\n## Phase 1. A\n\n- [x] one\n- [ ] three\n- [ ] four\n';
  await world.as('lead', 'plan.import', { key: 'moving', source: first });
  const make = async (item: number) =>
    String(
      (await world.as('lead', 'handoff.create', { title: 'Do it', planItem: { plan: 'moving', item } }))
        .result.handoff,
    );
  const [two, three] = [await make(2), await make(3)];
  const dry = await world.as('lead', 'plan.import', { key: 'moving', source: second }, { dryRun: true });
  expect(dry.result.changes).toMatchObject({
    added: { count: 1, first: ['four'] },
    removed: { count: 1, first: ['two'] },
    checked: { count: 1, first: ['one'] },
    linksKept: 1,
    linksLost: 1,
  });
  expect((await world.as('viewer', 'plan.get', { plan: 'moving' })).result).toMatchObject({ version: 3 });
  await world.as('lead', 'plan.import', { key: 'moving', source: second });
  const { result } = await world.as('viewer', 'plan.items', { plan: 'moving' });
  expect(result.items).toMatchObject([
    { text: 'one', links: [] },
    { text: 'three', links: [{ handoff: three, state: 'offered' }] },
    { text: 'four', links: [] },
  ]);
  expect(JSON.stringify(result)).not.toContain(two);
  await expect(
    world.as('lead', 'plan.import', { key: 'moving', source: '# Nothing\n\ntext\n' }),
  ).rejects.toMatchObject({ code: 'INVALID_ARGUMENTS', details: { rule: 'plan.noPhases' } });
});
