import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ago, board, card, coder1, irina, tomas } from './sample-board';
import { appendCards, applyPatch, findCard, hopCard, movedCard, putCard, unhopCard } from './window-patch';

const one = card({ handoff: 'LG-1', stage: 'build' });
const two = card({ handoff: 'LG-2', stage: 'build' });
const three = card({ handoff: 'LG-3', stage: 'review' });
const view = board([one, two, three]);
const none = { stages: [], missing: [], seq: 11 };

function stageOf(of: typeof view, key: string) {
  return of.stages.find((stage) => stage.key === key);
}

describe('a patch of the board', () => {
  it('changes one card and leaves every other object as it was', () => {
    const next = applyPatch(view, { ...none, cards: [{ ...one, version: 4, requiredPassed: 5 }] });
    expect(findCard(next, 'LG-1')?.requiredPassed).toBe(5);
    expect(findCard(next, 'LG-2')).toBe(two);
    for (const key of ['intake', 'review', 'library']) expect(stageOf(next, key)).toBe(stageOf(view, key));
    expect(findCard(next, 'LG-1')?.author).toBe(one.author);
    expect(next.seq).toBe(11);
  });

  it('moves a card and takes the heads of both stages', () => {
    const moved = { ...one, version: 4, stage: 'review' };
    const head = (key: string, count: number) => {
      const stage = stageOf(view, key);
      if (!stage) throw new Error(key);
      const { cards: _cards, nextCursor: _nextCursor, ...rest } = stage;
      return { ...rest, count };
    };
    const next = applyPatch(view, {
      ...none,
      cards: [moved],
      stages: [head('build', 1), head('review', 2), head('intake', 0)],
    });
    expect(stageOf(next, 'build')?.cards.map(({ handoff }) => handoff)).toEqual(['LG-2']);
    expect(stageOf(next, 'review')?.cards.map(({ handoff }) => handoff)).toEqual(['LG-3', 'LG-1']);
    expect(stageOf(next, 'review')?.count).toBe(2);
    expect(stageOf(next, 'intake')).toBe(stageOf(view, 'intake'));
  });

  it('ignores what is older than what it shows, and the same once more', () => {
    expect(putCard(view, { ...one, version: 2, title: 'old' })).toBe(view);
    expect(putCard(view, { ...one })).toBe(view);
    expect(applyPatch(view, { cards: [], stages: [], missing: [], seq: 3 })).toBe(view);
  });

  it('drops what is gone, but not what is shown as done', () => {
    const done = { ...one, state: 'done' as const, closedAt: ago(1) };
    const shown = board([done, two]);
    const next = applyPatch(shown, { ...none, cards: [], missing: ['LG-1', 'LG-2', 'LG-9'] });
    expect(findCard(next, 'LG-1')).toBe(done);
    expect(findCard(next, 'LG-2')).toBeNull();
  });

  it('takes a cancelled card away and keeps a finished one', () => {
    const closed = { ...one, version: 5, closedAt: ago(0) };
    expect(findCard(putCard(view, { ...closed, state: 'cancelled' }), 'LG-1')).toBeNull();
    expect(findCard(putCard(view, { ...closed, state: 'done' }), 'LG-1')?.state).toBe('done');
  });

  it('keeps count of stale and blocked ones and of who is there', () => {
    const held = putCard(view, { ...one, version: 4, state: 'active', holder: coder1 });
    expect(held.present).toEqual([coder1]);
    expect(held.totals.agentsAtWork).toBe(1);
    expect(held.totals.needsYou).toBe(0);
    const asked = putCard(held, { ...two, version: 4, assignee: irina });
    expect(asked.totals.needsYou).toBe(1);
    const lost = putCard(held, { ...one, version: 5, staleAt: ago(1), lastHolder: coder1 });
    expect(lost.present).toEqual([]);
    expect(lost.totals).toMatchObject({ stale: 1, agentsAtWork: 0 });
    const blocked = putCard(lost, { ...one, version: 6, blocked: { policyId: 'x', at: ago(0) } });
    expect(blocked.totals).toMatchObject({ stale: 0, blocked: 1 });
  });

  it('shows a drop before the server has answered', () => {
    const moved = movedCard({ ...one, holder: coder1 }, 'review', 'return', tomas, ago(0));
    expect(moved).toMatchObject({
      stage: 'review',
      state: 'offered',
      giver: tomas,
      returnedBy: tomas,
      returns: 1,
    });
    const next = hopCard(view, one, moved);
    expect(stageOf(next, 'build')?.count).toBe(1);
    expect(stageOf(next, 'review')?.count).toBe(2);
  });

  it('puts a refused card back where it stood, unless it has moved on', () => {
    const moved = movedCard(two, 'review', 'send', irina, ago(0));
    const hopped = hopCard(view, two, moved);
    const back = unhopCard(hopped, two, 1);
    expect(back.stages.map(({ cards, count }) => [cards.map(({ handoff }) => handoff), count])).toEqual(
      view.stages.map(({ cards, count }) => [cards.map(({ handoff }) => handoff), count]),
    );
    const newer = putCard(hopped, { ...moved, version: moved.version + 1 });
    expect(unhopCard(newer, two, 1)).toBe(newer);
  });

  it('appends a page without doubling what a live patch brought meanwhile', () => {
    const four = card({ handoff: 'LG-4', stage: 'build' });
    const next = appendCards(view, 'build', { cards: [two, four], nextCursor: 'more' });
    expect(stageOf(next, 'build')?.cards.map(({ handoff }) => handoff)).toEqual(['LG-1', 'LG-2', 'LG-4']);
    expect(stageOf(next, 'build')?.nextCursor).toBe('more');
  });

  it('shows every handoff once, wherever its patches put it', () => {
    const patch = fc.record({
      handoff: fc.constantFrom('LG-1', 'LG-2', 'LG-3', 'LG-4'),
      stage: fc.constantFrom('intake', 'build', 'review', 'library'),
      version: fc.integer({ min: 1, max: 9 }),
      holder: fc.constantFrom(null, coder1, irina),
    });
    fc.assert(
      fc.property(fc.array(patch), (patches) => {
        const end = patches.reduce((now, changes) => putCard(now, card(changes)), view);
        const shown = end.stages.flatMap(({ cards }) => cards.map(({ handoff }) => handoff));
        expect(new Set(shown).size).toBe(shown.length);
        for (const stage of end.stages) for (const each of stage.cards) expect(each.stage).toBe(stage.key);
        const holders = end.stages.flatMap(({ cards }) => cards.flatMap(({ holder }) => holder?.id ?? []));
        expect(new Set(end.present.map(({ id }) => id))).toEqual(new Set(holders));
      }),
    );
  });
});
