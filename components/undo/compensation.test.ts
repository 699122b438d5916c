import { describe, expect, it } from 'vitest';
import type { AvailableAction } from '@/server/actions/available.schema';
import { type Before, compensationOf, moveBack } from './compensation.rules';

const before: Before = {
  stage: 'build',
  items: [
    { key: 'tests', state: 'open', reason: null },
    { key: 'docs', state: 'failed', reason: 'no page' },
  ],
};

function row(name: string, rest: Partial<AvailableAction> = {}): AvailableAction {
  return { name, title: '', description: '', readOnly: false, destructive: false, allowed: 'yes', ...rest };
}

describe('compensationOf', () => {
  it('unticks what was open and ticks again as it was', () => {
    const tick = (item: string) => ({
      action: 'checklist.tick',
      input: { handoff: 'LG-1', item, state: 'passed' },
    });
    expect(compensationOf(tick('tests'), before)).toEqual({
      kind: 'call',
      call: { action: 'checklist.untick', input: { handoff: 'LG-1', item: 'tests' } },
    });
    expect(compensationOf(tick('docs'), before)).toMatchObject({
      call: { input: { state: 'failed', reason: 'no page', expectedState: 'passed' } },
    });
    expect(
      compensationOf({ action: 'checklist.untick', input: { handoff: 'LG-1', item: 'docs' } }, before),
    ).toMatchObject({
      call: { action: 'checklist.tick', input: { state: 'failed', expectedState: 'open' } },
    });
  });

  it('offers nothing for what cannot be taken back', () => {
    for (const action of ['handoff.complete', 'handoff.cancel', 'handoff.comment', 'handoff.create'])
      expect(compensationOf({ action, input: { handoff: 'LG-1' } }, before)).toBeNull();
    expect(
      compensationOf({ action: 'checklist.tick', input: { item: 'gone', state: 'passed' } }, before),
    ).toBeNull();
  });
});

describe('moveBack', () => {
  const sent = { kind: 'move', names: ['handoff.route', 'handoff.return'], to: 'build' } as const;

  it('takes the first way the server allows, with a reason where one is wanted', () => {
    const back = row('handoff.return', {
      allowed: 'needs_input',
      arguments: { expectedVersion: 7, to: 'build' },
      needs: ['reason'],
    });
    const route = row('handoff.route', { arguments: { expectedVersion: 7, to: 'build' } });
    expect(moveBack(sent, 'LG-1', [back, route], 'undone')).toEqual({
      action: 'handoff.route',
      input: { handoff: 'LG-1', expectedVersion: 7, to: 'build', reason: 'undone' },
    });
    expect(moveBack(sent, 'LG-1', [back], 'undone')).toEqual({
      action: 'handoff.return',
      input: { handoff: 'LG-1', expectedVersion: 7, to: 'build', reason: 'undone' },
    });
  });

  it('answers none where none is allowed, leads elsewhere or wants more than a reason', () => {
    const elsewhere = row('handoff.route', { arguments: { to: 'intake' } });
    const blocked = row('handoff.route', { allowed: 'blocked', arguments: { to: 'build' } });
    const more = row('handoff.return', { arguments: { to: 'build' }, needs: ['reason', 'failedItems'] });
    expect(moveBack(sent, 'LG-1', [elsewhere, blocked, more], '')).toBeNull();
  });
});
