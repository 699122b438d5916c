import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWorld, type World } from '../../world.fixture';

const SOURCE = '# P\n\n## Phase 1. A\n\n- [ ] one\n- [ ] two\n- [ ] three\n';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.as('lead', 'plan.import', { source: SOURCE });
}, 60_000);
afterAll(() => world.db.drop());

interface Shown {
  readonly checked: boolean;
  readonly links: readonly { readonly handoff: string; readonly state: string }[];
}

async function item(at: number): Promise<Shown | undefined> {
  const { result } = await world.as('viewer', 'plan.items');
  const items: Shown[] = Object(result).items;
  return items[at - 1];
}

async function source(): Promise<string> {
  const { result } = await world.as('viewer', 'plan.export');
  return Buffer.from(String(result.base64), 'base64').toString('utf8');
}

const make = async (at?: number) =>
  String(
    (
      await world.as('lead', 'handoff.create', {
        title: 'Work',
        ...(at === undefined ? {} : { planItem: { plan: 'master', item: at } }),
      })
    ).result.handoff,
  );

/** At the last stage, ready to be completed; what leads there is not what is looked at here. */
async function readyToComplete(handoff: string): Promise<number> {
  const { rows } = await world.db.ownerPool.query<{ version: number }>(
    `UPDATE handoff SET stage_key = 'library', package_score = 8, version = version + 1 WHERE project_id = $1 AND number = $2 RETURNING version`,
    [world.projectId, Number(handoff.split('-')[1])],
  );
  return rows[0]?.version ?? 0;
}

const complete = async (handoff: string) =>
  world.as('librarian', 'handoff.complete', { handoff, expectedVersion: await readyToComplete(handoff) });

it('closes an item in the very commit in which its last handoff is done, and opens it when one is reopened', async () => {
  const [first, second] = [await make(1), await make()];
  await world.as('coder', 'plan.link', { plan: 'master', item: 1, handoff: second });
  await complete(first);
  expect((await item(1))?.checked).toBe(false);
  const done = await complete(second);
  expect((await item(1))?.checked).toBe(true);
  expect(await source()).toBe(SOURCE.replace('[ ] one', '[x] one'));
  const { rows } = await world.db.ownerPool.query<{ type: string }>(
    'SELECT type FROM event WHERE project_id = $1 AND seq > $2::bigint - 2 AND seq <= $2 ORDER BY seq',
    [world.projectId, done.eventSeq],
  );
  expect(rows.map(({ type }) => type)).toEqual(['handoff.completed', 'plan.ticked']);

  await world.as('lead', 'handoff.reopen', {
    handoff: second,
    expectedVersion: done.result.version,
    reason: 'something was missed',
  });
  expect((await item(1))?.checked).toBe(false);
  expect(await source()).toBe(SOURCE);
  expect((await item(1))?.links).toMatchObject([
    { handoff: second, state: 'offered' },
    { handoff: first, state: 'done' },
  ]);
});

it('does not take a cancelled handoff for done, and closes once it is unlinked', async () => {
  const [done, dropped] = [await make(2), await make(2)];
  await complete(done);
  await world.as('lead', 'handoff.cancel', { handoff: dropped, expectedVersion: 1, reason: 'not wanted' });
  expect((await item(2))?.checked).toBe(false);
  await world.as('coder', 'plan.unlink', { plan: 'master', item: 2, handoff: dropped });
  expect((await item(2))?.checked).toBe(true);
  const anew = await make();
  await world.as('coder', 'plan.link', { plan: 'master', item: 2, handoff: anew });
  expect((await item(2))?.checked).toBe(false);
});

it('loses no completion where two of an item are done at once', async () => {
  const both = [await make(3), await make(3)];
  const versions = await Promise.all(both.map(readyToComplete));
  await Promise.all(
    both.map((handoff, at) =>
      world.as('librarian', 'handoff.complete', { handoff, expectedVersion: versions[at] }),
    ),
  );
  expect((await item(3))?.checked).toBe(true);
});

it('removes a plan with its links and lets its handoffs be', async () => {
  await world.as('lead', 'plan.import', { key: 'short', source: SOURCE });
  const { result } = await world.as('lead', 'handoff.create', {
    title: 'Work',
    planItem: { plan: 'short', item: 1 },
  });
  await world.as('lead', 'plan.remove', { plan: 'short', confirm: 'short' });
  await expect(world.as('viewer', 'plan.get', { plan: 'short' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  await complete(String(result.handoff));
});
