import { describe, expect, it } from 'vitest';
import type { AvailableAction } from '@/server/actions/available.schema';
import { gestureFor } from './gesture.rules';
import { type MoveSetting, mayDo, movesOf as movesIn, routeTargets } from './moves.rules';

const setting: MoveSetting = { closed: false, held: 'others', permission: 'lead' };
const movesOf = (rows: readonly AvailableAction[], over: Partial<MoveSetting> = {}) =>
  movesIn(rows, { ...setting, ...over });

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

  it('makes one button of all routes, and keeps their targets for its dialog', () => {
    const rows = [
      row('handoff.route', 'blocked', { arguments: { to: 'intake' }, ...denied('flow.route') }),
      row('handoff.route', 'yes', { arguments: { to: 'build', expectedVersion: 3 } }),
    ];
    expect(movesOf(rows).map(({ id, code }) => [id, code])).toEqual([['handoff.route', 'KeyM']]);
    expect(routeTargets(rows).map(({ to, locked }) => [to, locked?.policyId ?? null])).toEqual([
      ['intake', 'flow.route'],
      ['build', null],
    ]);
    expect(movesOf(rows.slice(0, 1))).toEqual([]);
  });

  it('offers to renew what I hold and to assign what nobody holds, but nothing of that to a viewer', () => {
    const ids = (over: Partial<MoveSetting>) => movesOf([], over).map(({ id }) => id);
    expect(ids({ held: 'mine' })).toEqual(['handoff.heartbeat']);
    expect(ids({ held: 'nobody' })).toEqual(['handoff.assign']);
    expect(ids({ held: 'others' })).toEqual([]);
    expect(ids({ held: 'nobody', permission: 'viewer' })).toEqual([]);
  });

  it('does not offer to take what somebody holds, nor anything on a closed handoff', () => {
    const rows = [
      row('handoff.claim', 'blocked', denied('handoff.held')),
      row('handoff.send', 'yes', { arguments: { to: 'x' } }),
    ];
    expect(movesOf(rows, { held: 'nobody' }).map(({ action }) => action)).toContain('handoff.claim');
    expect(movesOf(rows).map(({ action }) => action)).not.toContain('handoff.claim');
    expect(movesOf(rows, { held: 'mine' }).map(({ action }) => action)).not.toContain('handoff.claim');
    expect(movesOf(rows, { closed: true })).toEqual([]);
  });

  it('tells whether an action without a button is open, by the list or else by the permission', () => {
    const rows = [
      row('handoff.update', 'needs_input'),
      row('checklist.tick', 'blocked', denied('permission.required')),
    ];
    expect(mayDo(rows, 'handoff.update', 'viewer')).toBe(true);
    expect(mayDo(rows, 'checklist.tick', 'lead')).toBe(false);
    expect(mayDo(rows, 'handoff.assign', 'member')).toBe(true);
    expect(mayDo(rows, 'handoff.assign', 'viewer')).toBe(false);
    expect(mayDo([], 'handoff.update', undefined)).toBe(false);
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
