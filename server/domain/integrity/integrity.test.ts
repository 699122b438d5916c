import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type World } from '../../world.fixture';
import type { Heads } from './integrity.schema';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.db.drop());

async function ask(action: string, args: object, who = 'admin'): Promise<Record<string, unknown>> {
  return (await world.as(who, action, args, { project: 'instance' })).result;
}

async function heads(): Promise<Heads> {
  return Object((await ask('integrity.heads', {})) as unknown);
}

test('admins of the instance see the head of every log and check each in slices', async () => {
  const { projects } = await heads();
  expect(projects.map(({ key }) => key)).toEqual(['instance', 'lab', 'llmgenie']);
  for (const { id, seq, hash } of projects) {
    let from: object = {};
    for (let done = false; !done; ) {
      const found = await ask('integrity.verify', { id, ...from, limit: 1, noted: [{ seq, hash }] });
      expect(found.problem).toBeNull();
      done = found.done === true;
      if (done) expect([found.seq, found.hash]).toEqual([seq, hash]);
      from = { after: found.seq, hash: found.hash };
    }
  }
  await expect(ask('integrity.heads', {}, 'lead')).rejects.toMatchObject({ code: 'POLICY_DENIED' });
});

test('the last check is kept: when it was, by whom, and what it found', async () => {
  expect(await ask('integrity.last', {})).toEqual({ last: null });
  const { projects } = await heads();
  const sound = projects.map(({ id, seq }) => ({ id, seq, problem: null }));
  expect(await ask('integrity.note', { checked: sound })).toEqual({ projects: 3, problems: 0 });
  expect(await ask('integrity.last', {})).toEqual({
    last: { at: expect.stringMatching(/^20/), by: 'admin', projects: 3, broken: [] },
  });
  const lab = projects.find(({ key }) => key === 'lab');
  const problem = { seq: 2, problem: 'hash' };
  await ask('integrity.note', { checked: [{ id: lab?.id, seq: 1, problem }] });
  expect(await ask('integrity.last', {})).toMatchObject({
    last: { projects: 1, broken: [{ project: 'lab', ...problem }] },
  });
  // What was never there was not checked.
  for (const checked of [
    [{ id: lab?.id, seq: Number(lab?.seq) + 1, problem: null }],
    [{ id: '01900000-0000-7000-8000-000000000000', seq: 0, problem: null }],
  ])
    await expect(ask('integrity.note', { checked })).rejects.toMatchObject({
      details: { rule: 'integrity.unknown' },
    });
  await expect(ask('integrity.last', {}, 'lead')).rejects.toMatchObject({ code: 'POLICY_DENIED' });
  await expect(ask('integrity.note', { checked: sound }, 'lead')).rejects.toMatchObject({
    code: 'POLICY_DENIED',
  });
});

test('a noted head that the log does not have is named, within it or beyond its end', async () => {
  const { projects } = await heads();
  const lab = projects.find(({ key }) => key === 'lab');
  const check = (noted: object[]) => ask('integrity.verify', { id: lab?.id, noted });
  expect(await check([{ seq: 1, hash: '0'.repeat(64) }])).toMatchObject({
    done: true,
    problem: { seq: 1, problem: 'head' },
  });
  expect(await check([{ seq: 50, hash: '0'.repeat(64) }])).toMatchObject({
    done: true,
    problem: { seq: Number(lab?.seq) + 1, problem: 'head' },
  });
  // One that is right hides no other of the same number.
  const right = { seq: lab?.seq, hash: lab?.hash };
  const wrong = { seq: lab?.seq, hash: '0'.repeat(64) };
  expect(await check([wrong, right])).toMatchObject({ problem: { seq: lab?.seq, problem: 'head' } });
  expect(await check([right, right])).toMatchObject({ done: true, problem: null });
});
