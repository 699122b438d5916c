import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type {
  ActorView,
  HandoffCard,
  HistoryEntry,
  TransferView,
} from '@/server/domain/handoff/handoff.schema';
import { heldSince, lifeOf } from './life.rules';

const actor = (name: string): ActorView => ({ id: name, kind: 'person', name, owner: null });
const ada = actor('Ada');
const tom = actor('Tom');
const iso = (minutes: number) => new Date(Date.UTC(2026, 0, 1) + minutes * 60_000).toISOString();
const ms = (minutes: number) => Date.parse(iso(minutes));

function card(over: Partial<HandoffCard>): HandoffCard {
  return {
    handoff: 'LG-1',
    title: 'T',
    version: 1,
    fence: 1,
    state: 'offered',
    stage: 'build',
    mode: 'code',
    priority: 2,
    labels: [],
    branch: null,
    author: ada,
    giver: ada,
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
    movedAt: iso(0),
    createdAt: iso(0),
    closedAt: null,
    dueAt: null,
    ...over,
  };
}
const event = (at: number, type: string, by: ActorView | null): HistoryEntry => ({
  seq: at,
  at: iso(at),
  type,
  actor: by,
  payload: {},
  sessionId: null,
});
const hop = (at: number, kind: TransferView['kind'], by: ActorView): TransferView => ({
  kind,
  from: 'intake',
  to: 'build',
  actor: by,
  reason: null,
  at: iso(at),
});
const bones = (life: ReturnType<typeof lifeOf>) =>
  life.segments.map(({ kind, actor: who, from, to, now }) => [
    kind,
    who?.name ?? null,
    (from - ms(0)) / 60_000,
    (to - ms(0)) / 60_000,
    now,
  ]);

describe('the life of a handoff', () => {
  it('alternates between waiting and being held, and ends now', () => {
    const life = lifeOf(
      {
        card: card({ state: 'active', holder: tom, movedAt: iso(50) }),
        transfers: [hop(0, 'create', ada), hop(30, 'send', ada)],
        history: [
          event(0, 'handoff.created', ada),
          event(10, 'handoff.claimed', ada),
          event(30, 'handoff.sent', ada),
          event(50, 'handoff.claimed', tom),
        ],
      },
      ms(60),
    );
    expect(bones(life)).toEqual([
      ['wait', null, 0, 10, false],
      ['hand', 'Ada', 10, 30, false],
      ['wait', null, 30, 50, false],
      ['hand', 'Tom', 50, 60, true],
    ]);
  });

  it('shows no stretch for a claim and a hop of the same commit', () => {
    const life = lifeOf(
      {
        card: card({}),
        transfers: [hop(20, 'return', tom)],
        history: [event(20, 'handoff.returned', tom), event(20, 'handoff.claimed', tom)],
      },
      ms(40),
    );
    expect(bones(life)).toEqual([['wait', null, 0, 40, true]]);
    expect(life.marks).toContainEqual({ kind: 'returned', at: ms(20), actor: tom });
  });

  it('takes the holder of the card where the history is only a page', () => {
    const life = lifeOf(
      { card: card({ state: 'active', holder: tom, movedAt: iso(30) }), transfers: [], history: [] },
      ms(40),
    );
    expect(bones(life).at(-1)).toEqual(['hand', 'Tom', 30, 40, true]);
  });

  it('counts a hold from its claim, not from the hop before it', () => {
    const held = card({ state: 'active', holder: tom, movedAt: iso(10) });
    const life = lifeOf(
      { card: held, transfers: [hop(10, 'send', ada)], history: [event(25, 'handoff.claimed', tom)] },
      ms(40),
    );
    expect(bones(life)).toEqual([
      ['wait', null, 0, 25, false],
      ['hand', 'Tom', 25, 40, true],
    ]);
    expect(heldSince(held, [event(5, 'handoff.claimed', tom), event(25, 'handoff.claimed', tom)])).toBe(
      iso(25),
    );
    expect(heldSince(held, [])).toBe(iso(10));
  });

  it('shows a hop that is younger than the clock of the strip', () => {
    const life = lifeOf(
      { card: card({}), transfers: [hop(41, 'return', tom)], history: [event(5, 'handoff.claimed', tom)] },
      ms(40),
    );
    expect(life.segments.at(-1)).toMatchObject({ kind: 'wait', now: true });
  });

  it('ends a hold when its lease ran out', () => {
    const life = lifeOf(
      {
        card: card({ staleAt: iso(20) }),
        transfers: [],
        history: [event(5, 'handoff.claimed', tom), event(20, 'handoff.lapsed', null)],
      },
      ms(30),
    );
    expect(bones(life)).toEqual([
      ['wait', null, 0, 5, false],
      ['hand', 'Tom', 5, 20, false],
      ['wait', null, 20, 30, true],
    ]);
  });

  it('stops at the end of a closed handoff', () => {
    const life = lifeOf(
      {
        card: card({ state: 'done', closedAt: iso(20), lastHolder: tom }),
        transfers: [],
        history: [event(5, 'handoff.claimed', tom)],
      },
      ms(900),
    );
    expect(bones(life).at(-1)).toEqual(['hand', 'Tom', 5, 20, false]);
    expect(life.marks.at(-1)).toEqual({ kind: 'closed', at: ms(20), actor: tom });
  });

  const types = fc.constantFrom(
    'handoff.claimed',
    'handoff.released',
    'handoff.sent',
    'handoff.lapsed',
    'handoff.commented',
  );
  it('covers the whole time without holes, overlaps or more stretches than can be shown', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ at: fc.integer({ min: -50, max: 3000 }), type: types, by: fc.constantFrom(ada, tom) }),
          { maxLength: 60 },
        ),
        fc.integer({ min: 0, max: 4000 }),
        (events, now) => {
          const { segments } = lifeOf(
            { card: card({}), transfers: [], history: events.map(({ at, type, by }) => event(at, type, by)) },
            ms(now),
          );
          expect(segments.length).toBeGreaterThan(0);
          expect(segments.length).toBeLessThanOrEqual(18);
          expect(segments[0]?.from).toBe(ms(0));
          expect(segments.at(-1)?.to).toBeGreaterThanOrEqual(ms(now));
          for (const [index, segment] of segments.entries()) {
            const next = segments[index + 1];
            expect(segment.to).toBeGreaterThanOrEqual(segment.from);
            if (next !== undefined) expect(next.from).toBe(segment.to);
            expect(segment.share).toBeGreaterThan(0.9);
          }
          expect(segments.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(100, 6);
        },
      ),
    );
  });
});
