import { describe, expect, it } from 'vitest';
import type { AvailableAction } from '@/server/actions/available.schema';
import { guessTargets, readTargets } from './drop-targets';
import { card, ROUTES } from './sample-board';

const KEYS = ['intake', 'build', 'review', 'library'];
const inReview = card({ stage: 'review' });

const blocker = {
  policyId: 'branch.review',
  title: 'The review is not approved',
  why: 'Nobody has looked.',
  facts: {},
  next: [],
  override: { possible: true, by: 'lead', action: 'override.grant' },
};

function action(name: string, changes: Partial<AvailableAction>): AvailableAction {
  return {
    name,
    title: name,
    description: '',
    readOnly: false,
    destructive: false,
    allowed: 'yes',
    ...changes,
  };
}

describe('drop targets', () => {
  it('guesses from the routes alone', () => {
    expect(Object.fromEntries(guessTargets(inReview, KEYS, ROUTES))).toEqual({
      intake: { kind: 'no-route' },
      build: { kind: 'legal', move: 'return', asks: ['reason'] },
      review: { kind: 'home' },
      library: { kind: 'legal', move: 'send', asks: [] },
    });
  });

  it('lets nothing closed go anywhere', () => {
    const done = guessTargets({ stage: 'review', state: 'done' }, KEYS, ROUTES);
    expect([...done.values()].filter(({ kind }) => kind === 'legal')).toEqual([]);
  });

  it('reads what the server allows and refuses', () => {
    const targets = readTargets(inReview, KEYS, ROUTES, [
      action('handoff.get', { arguments: { to: 'intake' } }),
      action('handoff.return', { arguments: { to: 'build' }, allowed: 'needs_input', needs: ['reason'] }),
      action('handoff.send', { arguments: { to: 'library' }, allowed: 'blocked', blockedBy: blocker }),
    ]);
    expect(Object.fromEntries(targets)).toEqual({
      intake: { kind: 'no-route' },
      build: { kind: 'legal', move: 'return', asks: ['reason'] },
      review: { kind: 'home' },
      library: { kind: 'refused', move: 'send', blocker },
    });
  });

  it('takes the legal way where one of two is refused, and the plainer of two legal ones', () => {
    const library = (actions: AvailableAction[]) =>
      readTargets(inReview, KEYS, ROUTES, actions).get('library');
    const refused = action('handoff.send', {
      arguments: { to: 'library' },
      allowed: 'blocked',
      blockedBy: blocker,
    });
    const routed = action('handoff.route', { arguments: { to: 'library' } });
    const sent = action('handoff.send', { arguments: { to: 'library' } });
    expect(library([refused, routed])).toEqual({ kind: 'legal', move: 'route', asks: [] });
    expect(library([routed, sent])).toEqual({ kind: 'legal', move: 'send', asks: [] });
  });

  it('says what is missing in the work rather than who may not', () => {
    const send = action('handoff.send', {
      arguments: { to: 'library' },
      allowed: 'blocked',
      blockedBy: { ...blocker, policyId: 'role.required' },
    });
    const route = action('handoff.route', {
      arguments: { to: 'library' },
      allowed: 'blocked',
      blockedBy: blocker,
    });
    for (const rows of [
      [send, route],
      [route, send],
    ])
      expect(readTargets(inReview, KEYS, ROUTES, rows).get('library')).toMatchObject({
        move: 'route',
        blocker: { policyId: 'branch.review' },
      });
  });

  it('asks for a reason before a return even where the server does not say so', () => {
    const targets = readTargets(inReview, KEYS, ROUTES, [
      action('handoff.return', { arguments: { to: 'build' } }),
    ]);
    expect(targets.get('build')).toEqual({ kind: 'legal', move: 'return', asks: ['reason'] });
  });

  it('spreads a refusal without a stage over the routes, never over the stage it came from', () => {
    const targets = readTargets(inReview, KEYS, ROUTES, [
      action('handoff.send', { allowed: 'blocked', blockedBy: blocker }),
      action('handoff.route', { arguments: { to: 'review' } }),
    ]);
    expect(targets.get('library')).toEqual({ kind: 'refused', move: 'send', blocker });
    expect(targets.get('intake')).toEqual({ kind: 'no-route' });
    expect(targets.get('review')).toEqual({ kind: 'home' });
  });
});
