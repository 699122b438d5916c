import { describe, expect, it } from 'vitest';
import type { Lanes, TimelineLine } from '@/server/domain/session/session.schema';
import { picture } from './lanes.rules';
import { timelineRows } from './timeline.rules';

const actor = (name: string) => ({ id: name, kind: 'agent' as const, name, owner: null });
const session = (name: string, startedAt: string, change: Partial<Lanes['sessions'][number]> = {}) => ({
  id: `${name}-${startedAt}`,
  actor: actor(name),
  handoff: 'LG-1',
  state: 'active' as const,
  mode: 'code',
  branch: null,
  focus: '',
  startedAt: `2026-11-25T${startedAt}:00Z`,
  finishedAt: null,
  summary: null,
  heardAt: `2026-11-25T${startedAt}:00Z`,
  parent: null,
  ...change,
});
const window = { now: '2026-11-25T12:00:00Z', from: '2026-11-25T08:00:00Z' };

describe('the lanes', () => {
  it('put each actor in one lane, what goes on until now, what was lost until it was heard of last', () => {
    const { lanes } = picture({
      ...window,
      sessions: [
        session('a', '09:00', { state: 'finished', finishedAt: '2026-11-25T10:00:00Z' }),
        session('b', '09:00', { state: 'lost', heardAt: '2026-11-25T09:30:00Z' }),
        session('a', '11:00'),
      ],
      batons: [],
    });
    expect(lanes.map(({ actor: { name }, bars }) => [name, bars.length])).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
    const [first, last] = lanes[0]?.bars ?? [];
    expect((first?.width ?? 0) / 2).toBeCloseTo(lanes[1]?.bars[0]?.width ?? 0, 5);
    expect((last?.left ?? 0) + (last?.width ?? 0)).toBeCloseTo(94, 5);
  });

  it('cut what began before the window, and leave out what ended before it', () => {
    const { lanes } = picture({
      ...window,
      sessions: [
        session('a', '07:00'),
        session('b', '06:00', { state: 'finished', finishedAt: '2026-11-25T07:00:00Z' }),
      ],
      batons: [],
    });
    expect(lanes).toHaveLength(1);
    expect(lanes[0]?.bars[0]).toMatchObject({ left: 0, cut: true });
  });

  it('let a baton run from the giver to whoever took it, where both are seen', () => {
    const baton = { handoff: 'LG-1', kind: 'send' as const, at: '2026-11-25T10:00:00Z', takenAt: null };
    const { runs } = picture({
      ...window,
      sessions: [session('a', '09:00'), session('b', '10:00')],
      batons: [
        { ...baton, from: 'a', to: 'b' },
        { ...baton, from: 'a', to: null },
        { ...baton, from: 'a', to: 'nobody' },
      ],
    });
    expect(runs).toMatchObject([{ from: 0, to: 1, left: expect.closeTo(47, 5) }]);
  });
});

const line = (at: string): TimelineLine => ({
  id: at,
  stream: 'tech',
  at: `2026-11-25T${at}:00Z`,
  actor: null,
  text: at,
  data: {},
  type: null,
  handoff: null,
});

describe('the timeline', () => {
  it('shows a silence between the lines around it, the open one first', () => {
    const gaps = [
      { from: '2026-11-25T10:00:00Z', to: '2026-11-25T10:30:00Z' },
      { from: '2026-11-25T11:00:00Z', to: null },
    ];
    const rows = timelineRows([line('11:00'), line('10:30'), line('10:00')], gaps, true);
    expect(rows.map((row) => (row.kind === 'line' ? row.line.text : row.kind))).toEqual([
      'gap',
      '11:00',
      '10:30',
      'gap',
      '10:00',
    ]);
  });

  it('keeps silences of older pages for later', () => {
    const gaps = [{ from: '2026-11-25T08:00:00Z', to: '2026-11-25T09:00:00Z' }];
    expect(timelineRows([line('10:00')], gaps, false)).toHaveLength(1);
    expect(timelineRows([line('10:00')], gaps, true)).toHaveLength(2);
  });
});
