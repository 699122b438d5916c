import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { domainPacks } from '@/server/domain/pack/domain-packs';
import { BOX, layWorkflow } from './workflow-graph.rules';

describe('the drawing of a workflow', () => {
  it('has a box for each stage and a line for each route, forward ones level and the others beside them', () => {
    const { stages, routes } = domainPacks.software.workflow;
    const graph = layWorkflow(stages, routes);
    expect([...graph.left.keys()]).toEqual(['intake', 'build', 'review', 'library']);
    expect(graph.routes.map(({ from, to, kind }) => `${from}>${to} ${kind}`)).toEqual([
      'intake>build forward',
      'build>review forward',
      'review>build return',
      'review>library forward',
      'build>library skip',
    ]);
  });

  it('stays within its own picture, whatever the workflow', () => {
    const size = fc.integer({ min: 1, max: 12 });
    const drawn = size.chain((count) =>
      fc.record({
        stages: fc.constant(
          Array.from({ length: count }, (_, position) => ({ key: `s${position}`, position })),
        ),
        routes: fc.array(
          fc.record({
            from: fc.nat({ max: count }).map((at) => `s${at}`),
            to: fc.nat({ max: count }).map((at) => `s${at}`),
            requiresReview: fc.boolean(),
          }),
          { maxLength: 20 },
        ),
      }),
    );
    fc.assert(
      fc.property(drawn, ({ stages, routes }) => {
        const graph = layWorkflow(stages, routes);
        for (const { path } of graph.routes) {
          const [x = 0, y = 0] = (path.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x).toBeLessThanOrEqual(graph.width);
          // A cubic curve reaches three quarters of the way to its two equal control points.
          const control = Number(/C\S+ (-?[\d.]+)/.exec(path)?.[1] ?? y);
          const extreme = y + (control - y) * 0.75;
          expect(extreme).toBeGreaterThanOrEqual(0);
          expect(extreme).toBeLessThanOrEqual(graph.height);
        }
        expect(graph.height).toBeGreaterThanOrEqual(BOX.height);
      }),
    );
  });
});
