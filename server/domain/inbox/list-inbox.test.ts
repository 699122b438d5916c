import { afterAll, beforeAll, expect, it } from 'vitest';
import { createScene, type Scene } from '../../structure/scene.fixture';
import type { InboxList } from './inbox.schema';

let scene: Scene;
beforeAll(async () => {
  scene = await createScene();
}, 60_000);
afterAll(() => scene?.world.db.drop());

async function inboxOf(who: string): Promise<InboxList> {
  const { result } = await scene.world.as(who, 'inbox.list', { limit: 100 });
  return result as unknown as InboxList;
}

it('lists what waits at the stages of the reader, longest first, and nothing of other stages', async () => {
  const { rows, counts, me } = await inboxOf('analyst');
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.filter(({ kind }) => kind === 'offered').every(({ card }) => card.stage === 'intake')).toBe(
    true,
  );
  const since = rows.map((row) => row.since);
  expect(since).toEqual(since.toSorted());
  expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(rows.length);
  expect(me.roles).toContain('analyst');
});

it('moves from those who gave it to those it waits for', async () => {
  const { world } = scene;
  const { result } = await world.as('lead', 'handoff.create', { title: 'To be seen in two inboxes' });
  const handoff = String(Object(result).handoff);
  const named = (list: InboxList['rows']) => list.some(({ card }) => card.handoff === handoff);
  expect(named((await inboxOf('analyst')).rows)).toBe(true);
  expect(named((await inboxOf('lead')).others)).toBe(true);
  await world.as('analyst', 'handoff.claim', { handoff });
  expect(named((await inboxOf('analyst')).rows)).toBe(false);
  expect(named((await inboxOf('lead')).others)).toBe(true);
});
