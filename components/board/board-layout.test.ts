import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layoutBoard, NEAR } from './board-layout';
import { ROUTES } from './sample-board';

const KEYS = ['intake', 'build', 'review', 'library'];

describe('board layout', () => {
  it('sets stages in a row and routes as drawn', () => {
    const layout = layoutBoard(KEYS, ROUTES, NEAR);
    expect(layout.stages.map(({ x, y }) => [x, y])).toEqual([
      [28, 92],
      [372, 92],
      [716, 92],
      [1060, 92],
    ]);
    expect(layout.width).toBe(1364);
    const path = Object.fromEntries(layout.routes.map((route) => [route.id, route.path]));
    expect(path['intake->build']).toBe('M307 120H369');
    expect(path['build->library']).toBe('M436 90V36Q436 22 450 22H1116Q1130 22 1130 36V90');
    expect(path['review->build']).toBe('M786 90V68Q786 54 772 54H592Q578 54 578 68V90');
  });

  it('leaves out routes to stages it does not show, and loops', () => {
    const layout = layoutBoard(
      ['a', 'b'],
      [
        { from: 'a', to: 'gone', kind: 'forward' },
        { from: 'a', to: 'a', kind: 'return' },
      ],
      NEAR,
    );
    expect(layout.routes).toEqual([]);
  });

  it('never lays one arc over another, and keeps every arc above the stages', () => {
    const hop = fc.record({ from: fc.integer({ min: 0, max: 5 }), to: fc.integer({ min: 0, max: 5 }) });
    fc.assert(
      fc.property(
        fc.uniqueArray(hop, { selector: ({ from, to }) => from * 10 + to, maxLength: 12 }),
        (hops) => {
          const keys = ['s0', 's1', 's2', 's3', 's4', 's5'];
          const routes = hops.map(({ from, to }) => ({
            from: `s${from}`,
            to: `s${to}`,
            kind: 'return' as const,
          }));
          const layout = layoutBoard(keys, routes, NEAR);
          const arcs = layout.routes
            .filter(({ path }) => path.includes('Q'))
            .map(({ id, label, path }) => {
              const start = Number(/^M([\d.]+)/.exec(path)?.[1]);
              const end = 2 * label.x - start;
              return { id, y: label.y, low: Math.min(start, end), high: Math.max(start, end) };
            });
          for (const arc of arcs) expect(arc.y).toBeGreaterThan(0);
          for (const arc of arcs) expect(arc.y).toBeLessThan(layout.top);
          for (const a of arcs)
            for (const b of arcs)
              if (a.id < b.id && a.y === b.y) expect(a.low > b.high || b.low > a.high).toBe(true);
        },
      ),
    );
  });
});
