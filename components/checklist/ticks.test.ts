import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChecklistItemView } from '@/server/domain/handoff/handoff.schema';
import { clickState, type PendingTick, shownState, stepFocus, withPending } from './ticks.rules';

const me = { id: 'me', kind: 'person' as const, name: 'Me', owner: null };
const item = (key: string, over: Partial<ChecklistItemView> = {}): ChecklistItemView => ({
  key,
  label: { en: key, ru: key },
  required: true,
  side: 'sender',
  kind: 'manual',
  evidenceKinds: [],
  evidenceMin: 0,
  tickRoles: [],
  agentMayTick: false,
  notByAuthor: false,
  state: 'open',
  stale: false,
  reason: null,
  tickedBy: null,
  tickedAt: null,
  evidence: [],
  ...over,
});
const lists = [
  {
    stage: 'build',
    name: { en: 'B', ru: 'B' },
    items: [item('a'), item('b', { state: 'passed', stale: true })],
  },
  { stage: 'review', name: { en: 'R', ru: 'R' }, items: [item('a')] },
];
const tick = (over: Partial<PendingTick>): PendingTick => ({
  stage: 'build',
  item: 'a',
  state: 'passed',
  reason: null,
  at: '2026-01-01T00:00:00Z',
  ...over,
});

describe('ticks on their way', () => {
  it('shows a pending tick at once, on its item of its stage only', () => {
    const shown = withPending(lists, [tick({})], me);
    expect(shown[0]?.items[0]).toMatchObject({ state: 'passed', tickedBy: me });
    expect(shown[0]?.items[1]).toBe(lists[0]?.items[1]);
    expect(shown[1]?.items[0]?.state).toBe('open');
  });

  it('lets the latest gesture win and an untick clear the author', () => {
    const shown = withPending(lists, [tick({}), tick({ state: 'open' })], me);
    expect(shown[0]?.items[0]).toMatchObject({ state: 'open', tickedBy: null, tickedAt: null });
  });

  it('rolls one tick back without touching another', () => {
    const other = tick({ item: 'b' });
    fc.assert(
      fc.property(
        fc.constantFrom<PendingTick['state']>('passed', 'failed', 'not_applicable', 'open'),
        (state) => {
          const both = withPending(lists, [tick({ state }), other], me);
          const rolledBack = withPending(lists, [other], me);
          expect(both[0]?.items[1]).toEqual(rolledBack[0]?.items[1]);
          expect(rolledBack[0]?.items[0]).toBe(lists[0]?.items[0]);
        },
      ),
    );
    expect(withPending(lists, [], me)).toBe(lists);
  });

  it('never draws a stale tick as passed', () => {
    expect(shownState({ state: 'passed', stale: true })).toBe('stale');
    expect(shownState({ state: 'failed', stale: true })).toBe('stale');
    expect(shownState({ state: 'not_applicable', stale: false })).toBe('na');
  });

  it('passes what is open, failed or stale by a click, and unticks the rest', () => {
    expect(clickState({ state: 'open', stale: false })).toBe('passed');
    expect(clickState({ state: 'failed', stale: false })).toBe('passed');
    expect(clickState({ state: 'passed', stale: true })).toBe('passed');
    expect(clickState({ state: 'passed', stale: false })).toBe('open');
    expect(clickState({ state: 'not_applicable', stale: false })).toBe('open');
  });

  it('moves the focus one step and stops at the ends', () => {
    expect(stepFocus(-1, 1, 3)).toBe(0);
    expect(stepFocus(2, 1, 3)).toBe(2);
    expect(stepFocus(0, -1, 3)).toBe(0);
    expect(stepFocus(0, 1, 0)).toBe(-1);
  });
});
