/** A stage as a box of one size, in the order of the workflow. */
export const BOX = { width: 116, height: 50, gap: 22 } as const;
/** Height of the first arc and of each one above it. */
const FIRST_ARC = 26;
const NEXT_ARC = 15;

export interface GraphRoute {
  readonly from: string;
  readonly to: string;
  readonly requiresReview: boolean;
}
export interface DrawnRoute extends GraphRoute {
  readonly kind: 'forward' | 'skip' | 'return';
  /** SVG path, from box to box. */
  readonly path: string;
}
export interface Graph {
  readonly width: number;
  readonly height: number;
  /** Distance of the boxes from the top. */
  readonly top: number;
  readonly left: ReadonlyMap<string, number>;
  readonly routes: readonly DrawnRoute[];
}

/**
 * Boxes in a row; a route to the next one runs level between them, one over others as an arc above, and one back as an
 * arc below. Arcs that reach further lie further out, so that none crosses a box.
 */
export function layWorkflow(
  stages: readonly { readonly key: string; readonly position: number }[],
  routes: readonly GraphRoute[],
): Graph {
  const order = stages.toSorted((a, b) => a.position - b.position).map(({ key }) => key);
  const left = new Map(order.map((key, at) => [key, at * (BOX.width + BOX.gap)]));
  const known = routes.filter(({ from, to }) => left.has(from) && left.has(to) && from !== to);
  const span = ({ from, to }: GraphRoute) => order.indexOf(to) - order.indexOf(from);
  const reach = (test: (steps: number) => boolean) =>
    Math.max(0, ...known.map(span).filter(test).map(Math.abs));
  const room = (steps: number) => (steps === 0 ? 0 : FIRST_ARC + steps * NEXT_ARC);
  const top = room(reach((steps) => steps > 1)) + 4;
  const bottom = room(reach((steps) => steps < 0)) + 4;
  const middle = top + BOX.height / 2;
  const drawn = known.map((route): DrawnRoute => {
    const steps = span(route);
    const from = left.get(route.from) ?? 0;
    const to = left.get(route.to) ?? 0;
    if (steps === 1) {
      return { ...route, kind: 'forward', path: `M${from + BOX.width + 3} ${middle}H${to - 5}` };
    }
    const up = steps > 0;
    const edge = up ? top - 2 : top + BOX.height + 2;
    const far = (FIRST_ARC + Math.abs(steps) * NEXT_ARC) * (up ? -1 : 1);
    // A third of the box from its middle, so that what comes and what goes do not meet.
    const start = from + BOX.width * (up ? 0.66 : 0.34);
    const end = to + BOX.width * (up ? 0.34 : 0.66);
    return {
      ...route,
      kind: up ? 'skip' : 'return',
      path: `M${start} ${edge}C${start} ${edge + far} ${end} ${edge + far} ${end} ${edge + (up ? -3 : 3)}`,
    };
  });
  const width = order.length * BOX.width + Math.max(0, order.length - 1) * BOX.gap;
  return { width, height: top + BOX.height + bottom, top, left, routes: drawn };
}
