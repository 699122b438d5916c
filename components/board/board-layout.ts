import type { BoardRoute } from '@/server/domain/board/board.schema';

/*
 * Where stages and routes stand, in flow units (pixels at zoom 1). Stages stand in a row by their position; forward
 * routes run level with the headers through the gaps; skips and returns arc above, short arcs under long ones.
 * Heights play no part, so a growing stage never moves a line.
 */

export interface BoardMetrics {
  readonly stageWidth: number;
  readonly gap: number;
  readonly left: number;
  readonly top: number;
  /** Height at which forward routes run, from the top of a stage. */
  readonly level: number;
  /** From the top of a stage up to its lowest arc, and from one arc up to the next. */
  readonly firstArc: number;
  readonly nextArc: number;
  /** Where arcs may meet the top edge of a stage, from its left. */
  readonly ports: readonly [number, number];
  readonly corner: number;
}

export const NEAR: BoardMetrics = {
  stageWidth: 276,
  gap: 68,
  left: 28,
  top: 92,
  level: 28,
  firstArc: 38,
  nextArc: 32,
  ports: [64, 206],
  corner: 14,
};

export const FAR: BoardMetrics = {
  stageWidth: 206,
  gap: 62,
  left: 28,
  top: 76,
  level: 59,
  firstArc: 28,
  nextArc: 30,
  ports: [60, 146],
  corner: 12,
};

export interface RouteLine {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly kind: BoardRoute['kind'];
  /** SVG path from the giving stage to the taking one. */
  readonly path: string;
  /** The chevron's place and direction in degrees; 0 points right. */
  readonly arrow: { readonly x: number; readonly y: number; readonly turn: number };
  /** Where the count stands. */
  readonly label: { readonly x: number; readonly y: number };
}

export interface BoardLayout {
  readonly stages: readonly { readonly key: string; readonly x: number; readonly y: number }[];
  readonly routes: readonly RouteLine[];
  readonly width: number;
  /** Top of the stages: arcs need the room above it. */
  readonly top: number;
}

/** @param keys stage keys from left to right */
export function layoutBoard(
  keys: readonly string[],
  routes: readonly Pick<BoardRoute, 'from' | 'to' | 'kind'>[],
  metrics: BoardMetrics,
): BoardLayout {
  const column = new Map(keys.map((key, index) => [key, index]));
  const known = routes.flatMap((route) => {
    const from = column.get(route.from);
    const to = column.get(route.to);
    return from === undefined || to === undefined || from === to ? [] : [{ ...route, from, to }];
  });
  const arcs = known.filter(({ from, to }) => to !== from + 1).sort((a, b) => span(a) - span(b));
  const levels = arcLevels(arcs);
  const deepest = Math.max(-1, ...levels);
  const needed = deepest < 0 ? 0 : metrics.firstArc + deepest * metrics.nextArc + 22;
  const top = Math.max(metrics.top, needed);
  const x = (index: number) => metrics.left + index * (metrics.stageWidth + metrics.gap);
  const port = arcPorts(arcs, metrics);

  const lines = known.map((route): RouteLine => {
    const names = { from: keys[route.from] ?? '', to: keys[route.to] ?? '' };
    const base = { id: `${names.from}->${names.to}`, ...names, kind: route.kind };
    const arc = arcs.indexOf(route);
    if (arc < 0) {
      const y = top + metrics.level;
      const start = x(route.from) + metrics.stageWidth + 3;
      const end = x(route.to) - 3;
      return {
        ...base,
        path: `M${start} ${y}H${end}`,
        arrow: { x: end - 8, y, turn: 0 },
        label: { x: (start + end) / 2 - 2, y },
      };
    }
    const y = top - metrics.firstArc - (levels[arc] ?? 0) * metrics.nextArc;
    const start = x(route.from) + port(route.from, arc);
    const end = x(route.to) + port(route.to, arc);
    const foot = top - 2;
    const side = start < end ? 1 : -1;
    const r = metrics.corner;
    return {
      ...base,
      path: `M${start} ${foot}V${y + r}Q${start} ${y} ${start + side * r} ${y}H${end - side * r}Q${end} ${y} ${end} ${y + r}V${foot}`,
      arrow: { x: end, y: foot - 8, turn: 90 },
      label: { x: (start + end) / 2, y },
    };
  });
  return {
    stages: keys.map((key, index) => ({ key, x: x(index), y: top })),
    routes: lines,
    width: metrics.left * 2 + keys.length * metrics.stageWidth + Math.max(0, keys.length - 1) * metrics.gap,
    top,
  };
}

interface Hop {
  readonly from: number;
  readonly to: number;
}

function span({ from, to }: Hop): number {
  return Math.abs(to - from);
}

/** Arcs that share a column never share a height; a longer one lies above the shorter ones it spans. */
function arcLevels(arcs: readonly Hop[]): readonly number[] {
  const levels: number[] = [];
  arcs.forEach((arc, index) => {
    const taken = arcs
      .slice(0, index)
      .flatMap((other, at) => (overlaps(arc, other) ? [levels[at] ?? 0] : []));
    levels.push(taken.length === 0 ? 0 : Math.max(...taken) + 1);
  });
  return levels;
}

function overlaps(a: Hop, b: Hop): boolean {
  return Math.min(a.from, a.to) <= Math.max(b.from, b.to) && Math.min(b.from, b.to) <= Math.max(a.from, a.to);
}

/**
 * Where each arc meets a stage. Ends that lead left stand left of those that lead right, and nested arcs stay nested,
 * so that no two cross at a stage's edge.
 */
function arcPorts(arcs: readonly Hop[], { ports: [first, last] }: BoardMetrics) {
  const ends = new Map<number, { arc: number; away: number }[]>();
  const add = (stage: number, other: number, arc: number) => {
    const list = ends.get(stage) ?? [];
    // Left of the stage: near ones first. Right of it: far ones first. One number orders both.
    const distance = other - stage;
    list.push({ arc, away: distance < 0 ? distance * -1 - 1000 : 1000 - distance });
    ends.set(stage, list);
  };
  arcs.forEach(({ from, to }, arc) => {
    add(from, to, arc);
    add(to, from, arc);
  });
  for (const list of ends.values()) list.sort((a, b) => a.away - b.away || a.arc - b.arc);
  return (stage: number, arc: number): number => {
    const list = ends.get(stage) ?? [];
    const index = list.findIndex((end) => end.arc === arc);
    if (list.length <= 1) return first + 6;
    return first + (Math.max(0, index) * (last - first)) / (list.length - 1);
  };
}
