import { expect, it } from 'vitest';
import { type Replayed, replayHandoffs, type SealedEvent } from './replay.rules';

const actors = new Map([
  ['ada', 'a'],
  ['bot', 'b'],
]);
let seq = 0;
const on = (subjectId: string, type: string, payload: object, actorId = 'a'): SealedEvent => {
  seq += 1;
  return { seq, type, actorId, subjectId, payload: { ...payload } };
};
const made = (id: string) => on(id, 'handoff.created', { stage: 'intake', title: 'Work' });
const replay = (...events: SealedEvent[]) => replayHandoffs(events, 'LG', actors);
const end = (...events: SealedEvent[]): Partial<Replayed> | undefined => {
  const { handoffs, contradictions } = replay(...events);
  expect(contradictions).toEqual([]);
  return handoffs.get('h');
};

it('tells a handoff from its making to its end', () => {
  const row = end(
    made('other'),
    made('h'),
    on('h', 'handoff.assigned', { version: 2, assignee: 'bot' }),
    on('h', 'handoff.claimed', { version: 3, fence: 2, stage: 'intake' }, 'b'),
    on('h', 'checklist.ticked', { version: 4, item: 'x' }, 'b'),
    on('h', 'handoff.commented', { excerpt: 'Hello' }),
    on('h', 'handoff.sent', { version: 5, from: 'intake', to: 'build' }, 'b'),
    on('h', 'handoff.returned', { version: 6, from: 'build', to: 'intake' }),
    on('h', 'handoff.routed', { version: 7, from: 'intake', to: 'library' }),
    on('h', 'handoff.completed', { version: 8, stage: 'library' }),
    on('h', 'handoff.reopened', { version: 9, stage: 'library' }),
    on('h', 'handoff.cancelled', { version: 10, stage: 'library' }),
  );
  expect(row).toEqual({
    id: 'h',
    number: 2,
    version: 10,
    fence: 8,
    state: 'cancelled',
    stage: 'library',
    holderId: null,
    authorId: 'a',
    assigneeId: null,
    returns: 1,
    hops: 2,
    comments: 1,
  });
});

it('keeps the holder through a question, and takes the claim away where it lapses', () => {
  const claimed = [made('h'), on('h', 'handoff.claimed', { version: 2, fence: 2 }, 'b')];
  const asked = [...claimed, on('h', 'handoff.asked', { version: 3 }, 'b')];
  expect(end(...asked)).toMatchObject({ state: 'input_required', holderId: 'b', fence: 2 });
  const answered = [...asked, on('h', 'handoff.answered', { version: 4 })];
  expect(end(...answered)).toMatchObject({ state: 'active', holderId: 'b', fence: 2 });
  const lapsed = [...answered, on('h', 'handoff.lapsed', { version: 5, fence: 3 })];
  expect(end(...lapsed)).toMatchObject({ state: 'offered', holderId: null, fence: 3 });
});

it('gives a recovered claim to whoever goes on, with a higher fence', () => {
  const held = [made('h'), on('h', 'handoff.claimed', { version: 2, fence: 2 }, 'b')];
  const kept = { handoff: 'LG-1', fenceFrom: 2, fenceTo: 3, actor: 'ada' };
  expect(end(...held, on('s', 'session.recovered', kept))).toMatchObject({
    version: 3,
    fence: 3,
    state: 'active',
    holderId: 'a',
  });
  const without = { handoff: 'LG-1', fenceFrom: null, fenceTo: null, actor: 'ada' };
  expect(end(...held, on('s', 'session.recovered', without))).toMatchObject({ version: 2, holderId: 'b' });
});

it('takes what was put back and unassigned in one commit as one version', () => {
  expect(
    end(
      made('h'),
      on('h', 'handoff.assigned', { version: 2, assignee: 'bot' }),
      on('h', 'handoff.claimed', { version: 3, fence: 2 }, 'b'),
      on('h', 'handoff.released', { version: 4 }),
      on('h', 'handoff.assigned', { version: 4, assignee: null }),
    ),
  ).toMatchObject({ version: 4, fence: 3, holderId: null, assigneeId: null });
});

it('names what no order of commits can have written', () => {
  const held = () => [made('h'), on('h', 'handoff.claimed', { version: 2, fence: 2 }, 'b')];
  const wrong = (...events: SealedEvent[]) => replay(...events).contradictions.join('; ');
  expect(wrong(on('h', 'handoff.updated', { version: 2 }))).toContain('nobody made');
  expect(wrong(...held(), on('h', 'handoff.claimed', { version: 3, fence: 3 }))).toContain('which b holds');
  expect(wrong(...held(), on('h', 'handoff.updated', { version: 4 }))).toContain('from version 2 to 4');
  expect(wrong(made('h'), on('h', 'handoff.claimed', { version: 2, fence: 4 }))).toContain(
    'from fence 1 to 4',
  );
  expect(wrong(made('h'), on('h', 'handoff.asked', { version: 2 }))).toContain('which nobody holds');
  const recovered = { handoff: 'LG-1', fenceFrom: 4, fenceTo: 5, actor: 'ada' };
  expect(wrong(...held(), on('s', 'session.recovered', recovered))).toContain('has fence 2');
  expect(wrong(on('s', 'session.recovered', recovered))).toContain('recovers a claim');
});
