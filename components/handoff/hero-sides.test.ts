import { describe, expect, it } from 'vitest';
import type { HandoffCard } from '@/server/domain/handoff/handoff.schema';
import { heroSides } from './hero-sides.rules';

const SINCE = '2026-01-01T05:00:00Z';
const actor = (name: string) => ({ id: name, kind: 'person' as const, name, owner: null });
const card = (over: Partial<HandoffCard>): HandoffCard => ({
  handoff: 'LG-1',
  title: 'T',
  version: 1,
  fence: 1,
  state: 'active',
  stage: 'build',
  mode: 'code',
  priority: 2,
  labels: [],
  branch: null,
  author: actor('Ada'),
  giver: actor('Ada'),
  holder: null,
  lastHolder: null,
  assignee: null,
  leaseUntil: null,
  staleAt: null,
  blocked: null,
  override: null,
  returns: 0,
  hops: 0,
  question: null,
  returnedBy: null,
  requiredTotal: 0,
  requiredPassed: 0,
  movedAt: '2026-01-01T00:00:00Z',
  createdAt: '2026-01-01T00:00:00Z',
  closedAt: null,
  dueAt: null,
  ...over,
});

describe('the ends of the header lane', () => {
  it('has the giver left and the holder with the lease right', () => {
    expect(heroSides(card({ holder: actor('Tom') }), 'active', SINCE)).toMatchObject({
      left: { actor: { name: 'Ada' }, words: 'gives' },
      right: { actor: { name: 'Tom' }, words: 'hasIt', since: SINCE, leased: true },
    });
  });

  it('leaves the place open while it is offered', () => {
    expect(heroSides(card({ state: 'offered' }), 'offered', SINCE).right).toMatchObject({
      kind: 'slot',
      words: 'waitsFor',
    });
  });

  it('runs leftwards on a return, with who returned it at the right', () => {
    expect(heroSides(card({ state: 'offered', returnedBy: actor('Tom') }), 'returned', SINCE)).toMatchObject({
      left: { kind: 'slot' },
      right: { actor: { name: 'Tom' }, words: 'returnedIt' },
    });
  });

  it('keeps the holder before the gate', () => {
    expect(heroSides(card({ holder: actor('Tom') }), 'blocked', SINCE)).toMatchObject({
      left: { actor: { name: 'Tom' }, leased: true },
      right: { kind: 'slot', words: 'next', calm: true },
    });
  });

  it('counts a lost lease from when it was lost, and a closed handoff not at all', () => {
    expect(
      heroSides(
        card({ state: 'offered', lastHolder: actor('c3'), staleAt: '2026-01-02T00:00:00Z' }),
        'stale',
        SINCE,
      ).right,
    ).toMatchObject({ lost: true, since: '2026-01-02T00:00:00Z', running: true });
    expect(
      heroSides(card({ state: 'done', closedAt: '2026-01-03T00:00:00Z' }), 'done', SINCE).right,
    ).toMatchObject({
      words: 'hadItLast',
      since: '2026-01-03T00:00:00Z',
      running: false,
    });
  });
});
