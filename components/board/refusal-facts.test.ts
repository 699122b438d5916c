import { describe, expect, it } from 'vitest';
import type { Blocker } from './drop-targets';
import { factLines, unlockOf } from './refusal-facts';
import { card, tomas } from './sample-board';

function blocker(policyId: string, changes: Partial<Blocker> = {}): Blocker {
  return {
    policyId,
    title: 'No',
    why: 'Because.',
    facts: {},
    next: [],
    override: { possible: false, by: '', action: '' },
    ...changes,
  };
}

function lines(...given: Parameters<typeof factLines>) {
  return factLines(...given).map(({ ok, key }) => `${ok ? '+' : '-'}${key}`);
}

describe('facts of a refusal', () => {
  it('lists what holds before what does not', () => {
    const done = card({ requiredPassed: 6 });
    expect(lines(blocker('branch.review'), done, true)).toEqual(['+route', '+checklist', '-review']);
    expect(lines(blocker('flow.route'), done, false)).toEqual(['+checklist', '-route']);
  });

  it('counts the items, the evidence and the ticks', () => {
    const facts = { requiredOpen: 2, evidenceMissing: 1, ticksStale: 0, openItems: ['tests', 'log'] };
    const told = factLines(blocker('checklist.required', { facts }), card(), true);
    expect(told).toEqual([
      { ok: true, key: 'route', values: {} },
      { ok: true, key: 'itemsDone', values: { count: 4 } },
      { ok: false, key: 'itemsOpen', values: { count: 2 } },
      { ok: false, key: 'evidenceMissing', values: { count: 1 } },
    ]);
  });

  it('adds what else refused it', () => {
    const facts = { requiredOpen: 1, also: ['permission.required', 'project.other'] };
    expect(lines(blocker('checklist.required', { facts }), card(), null)).toEqual([
      '+itemsDone',
      '-itemsOpen',
      '-mayMove',
    ]);
  });

  it('never leaves a refusal without a line that fails', () => {
    expect(lines(blocker('project.own-policy'), card({ requiredPassed: 6 }), true)).toEqual([
      '+route',
      '+checklist',
      '-other',
    ]);
    expect(factLines(blocker('handoff.held'), card({ holder: tomas }), null).at(-1)).toEqual({
      ok: false,
      key: 'held',
      values: { name: 'Tomas Reyes' },
    });
  });
});

describe('the unlock', () => {
  const refused = { move: 'send' as const, to: 'library' };
  it('opens the items that are missing, each once', () => {
    const next = ['tests', 'tests', 'log'].map((item) => ({
      action: 'checklist.tick',
      arguments: { handoff: 'LG-1', item },
      by: 'role:reviewer',
    }));
    expect(unlockOf(blocker('checklist.required', { next }), refused)).toEqual({
      kind: 'items',
      items: ['tests', 'log'],
    });
  });

  it('offers a move that I may make, but never the refused one again', () => {
    const step = (action: string, to: string, by: string) => ({ action, arguments: { to }, by });
    const next = [step('handoff.send', 'library', 'you'), step('handoff.route', 'build', 'you')];
    expect(unlockOf(blocker('branch.review', { next }), refused)).toEqual({
      kind: 'move',
      move: 'route',
      to: 'build',
    });
  });

  it('says who could where I cannot', () => {
    const next = [{ action: 'handoff.route', arguments: { to: 'library' }, by: 'lead' }];
    expect(unlockOf(blocker('flow.route', { next }), refused)).toEqual({ kind: 'open', by: 'lead' });
    expect(unlockOf(blocker('policy.error'), refused)).toEqual({ kind: 'open', by: null });
  });
});
