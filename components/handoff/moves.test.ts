import { describe, expect, it } from 'vitest';
import type { AvailableAction } from '@/server/actions/available.schema';
import { gestureFor } from './gesture.rules';
import { lockOf, mayDo, movesOf } from './moves.rules';

const row = (
  name: string,
  allowed: AvailableAction['allowed'],
  over: Partial<AvailableAction> = {},
): AvailableAction => ({
  name,
  title: name,
  description: '',
  readOnly: false,
  destructive: false,
  allowed,
  ...over,
});
const denied = (policyId: string): Pick<AvailableAction, 'blockedBy'> => ({
  blockedBy: {
    policyId,
    title: 't',
    why: 'w',
    facts: {},
    next: [],
    override: { possible: false, by: '', action: '' },
  },
});

describe('the buttons of the panel', () => {
  it('keeps a fixed order, one primary and one key an action', () => {
    const moves = movesOf([
      row('handoff.cancel', 'needs_input'),
      row('handoff.return', 'needs_input', { arguments: { to: 'build' } }),
      row('handoff.send', 'yes', { arguments: { to: 'library' } }),
      row('handoff.send', 'yes', { arguments: { to: 'build' } }),
    ]);
    expect(moves.map(({ id }) => id)).toEqual([
      'handoff.send:library',
      'handoff.send:build',
      'handoff.return:build',
      'handoff.cancel',
    ]);
    expect(moves.filter(({ primary }) => primary).map(({ id }) => id)).toEqual(['handoff.send:library']);
    expect(moves.map(({ code }) => code)).toEqual(['KeyS', null, 'KeyR', null]);
    expect(moves.map(({ place }) => place)).toEqual(['main', 'main', 'main', 'more']);
  });

  it('keeps a refused move in sight, locked, without a key and never primary', () => {
    const [send] = movesOf([
      row('handoff.send', 'blocked', { arguments: { to: 'library' }, ...denied('checklist.required') }),
    ]);
    expect(send).toMatchObject({ code: null, primary: false, locked: { policyId: 'checklist.required' } });
  });

  it('puts an open target before a locked one of the same action', () => {
    const moves = movesOf([
      row('handoff.send', 'blocked', { arguments: { to: 'library' }, ...denied('branch.review') }),
      row('handoff.send', 'yes', { arguments: { to: 'review' } }),
    ]);
    expect(moves.map(({ to }) => to)).toEqual(['review', 'library']);
  });

  it('leaves out what would only be noise', () => {
    expect(
      movesOf([
        row('handoff.send', 'blocked', { arguments: { to: 'intake' }, ...denied('flow.route') }),
        row('handoff.heartbeat', 'blocked', denied('holder')),
        row('session.start', 'yes'),
      ]),
    ).toEqual([]);
  });

  it('tells whether an action without a button is open', () => {
    const rows = [
      row('handoff.update', 'needs_input'),
      row('checklist.tick', 'blocked', denied('permission.required')),
    ];
    expect(mayDo(rows, 'handoff.update')).toBe(true);
    expect(mayDo(rows, 'checklist.tick')).toBe(false);
    expect(lockOf(rows, 'checklist.tick')?.policyId).toBe('permission.required');
    expect(lockOf(rows, 'handoff.update')).toBeNull();
  });
});

describe('gestures', () => {
  it('repeats a key only for the very same call', () => {
    let made = 0;
    const make = () => `key-${++made}`;
    const first = gestureFor(null, 'handoff.send', { to: 'build', expectedVersion: 3 }, make);
    expect(gestureFor(first, 'handoff.send', { to: 'build', expectedVersion: 3 }, make).key).toBe(first.key);
    expect(gestureFor(first, 'handoff.send', { to: 'build', expectedVersion: 4 }, make).key).not.toBe(
      first.key,
    );
    expect(gestureFor(first, 'handoff.return', { to: 'build', expectedVersion: 3 }, make).key).not.toBe(
      first.key,
    );
  });
});
