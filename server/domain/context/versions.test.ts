import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWorld, type World } from '../../world.fixture';

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, 60_000);
afterAll(() => world?.db.drop());

const key = 'branch.prefix';
const set = async (value: string, more: object = {}) =>
  world.as('lead', 'context.set', { layer: 'project', key, value, source: 'the wiki', ...more });
const remove = () => world.as('lead', 'context.remove', { layer: 'project', key, confirm: key });
const entries = async () => (await world.as('lead', 'context.list', { key })).result.entries;

it('goes on with versions where a key is set again after it was removed', async () => {
  await set('feat/');
  await set('feature/');
  expect((await remove()).result).toMatchObject({ version: 2 });
  expect(await entries()).toEqual([]);
  const project = Object((await world.as('lead', 'project.get')).result.view);
  expect(project.context.map((entry: { key: string }) => entry.key)).not.toContain(key);
  await expect(remove()).rejects.toMatchObject({ code: 'NOT_FOUND', details: { rule: 'context.none' } });
  // Who saw the old one is told that it is gone, who saw nothing may set it.
  await expect(set('x', { expectedVersion: 2 })).rejects.toMatchObject({
    code: 'CONFLICT',
    details: { version: 0 },
  });
  expect((await set('f/', { expectedVersion: 0 })).result).toMatchObject({ version: 3 });
  expect(await entries()).toMatchObject([{ value: 'f/', version: 3, source: 'the wiki' }]);
  const { result } = await world.as('lead', 'context.history', { key });
  expect(result.versions).toMatchObject([
    { version: 3, removed: false, value: 'f/' },
    { version: 2, removed: true, value: '' },
    { version: 2, removed: false, value: 'feature/' },
    { version: 1, removed: false, value: 'feat/' },
  ]);
});

it('keeps nothing of a removed value but in the log, and lets the application delete no entry', async () => {
  await set('for a day');
  await remove();
  const { rows } = await world.db.ownerPool.query('SELECT value, source FROM context_entry WHERE key = $1', [
    key,
  ]);
  expect(rows).toEqual([{ value: '', source: '' }]);
  await expect(world.db.pool.query('DELETE FROM context_entry')).rejects.toThrow(/permission denied/);
});

it('tells in each event what changed, so that the log shows it beside what was there', async () => {
  const change = async () => {
    const { eventSeq } = await world.as('lead', 'context.set', {
      layer: 'project',
      key: 'greeting',
      value: 'Hello',
      source: 'me',
    });
    const next = await world.as('lead', 'context.set', {
      layer: 'project',
      key: 'greeting',
      value: `Goodbye ${'x'.repeat(10_000)}`,
      source: 'me',
    });
    const gone = await world.as('lead', 'context.remove', {
      layer: 'project',
      key: 'greeting',
      confirm: 'greeting',
    });
    return [eventSeq, next.eventSeq, gone.eventSeq];
  };
  const [first, second, third] = await change();
  const fieldsOf = async (seq: number | null | undefined) =>
    (await world.as('admin', 'event.change', { seq })).result.fields as { field: string; after: string }[];
  expect(await fieldsOf(first)).toContainEqual({
    field: 'value',
    before: null,
    known: false,
    after: 'Hello',
  });
  const [changed] = (await fieldsOf(second)).filter(({ field }) => field === 'value');
  expect(changed).toMatchObject({ known: true, before: 'Hello', after: expect.stringMatching(/^Goodbye x/) });
  expect(changed?.after).toHaveLength(4000);
  expect(await fieldsOf(third)).toMatchObject([
    { field: 'value', known: true, before: expect.stringMatching(/^Goodbye/), after: null },
  ]);
});
