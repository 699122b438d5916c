'use client';

import { type Edge, EdgeLabelRenderer, type EdgeProps } from '@xyflow/react';
import { Undo2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { memo, useCallback, useLayoutEffect, useRef } from 'react';
import type { BoardView } from '@/server/domain/board/board.schema';
import { useBoard, useBoardView } from './board-context';
import type { RouteLine } from './board-layout';
import { useNames } from './use-stage';

export type RouteFlowEdge = Edge<{ readonly line: RouteLine }, 'route'>;

const RUN_MS = 320;

/** A route: two hairlines, a chevron at the end, and how many took it within a week in a baton at its middle. */
export const RouteEdge = memo(function RouteEdge({ data }: EdgeProps<RouteFlowEdge>) {
  const t = useTranslations('board');
  const name = useNames();
  const line = data?.line;
  const count = useBoardView(
    useCallback(
      (view: BoardView) =>
        view.routes.find(({ from, to }) => from === line?.from && to === line?.to)?.count ?? 0,
      [line],
    ),
  );
  const stages = useBoardView(
    useCallback((view: BoardView) => view.stages.map(({ key, name }) => ({ key, name })), []),
  );
  if (line === undefined) return null;
  const called = (key: string) => {
    const stage = stages.find((each) => each.key === key);
    return stage === undefined ? key : name(stage.name);
  };
  const back = line.kind === 'return';
  const { arrow, label } = line;
  const title = t(back ? 'routeBack' : 'routeLabel', { from: called(line.from), to: called(line.to), count });
  return (
    <>
      <g className="board-route" data-kind={line.kind} aria-hidden>
        <path d={line.path} className="board-route-edge" />
        <path d={line.path} className="board-route-fill" />
        <path
          d="M-3.5 -4 L1.5 0 L-3.5 4"
          className="board-route-arrow"
          transform={`translate(${arrow.x} ${arrow.y}) rotate(${arrow.turn})`}
        />
        <RouteRunner line={line} />
      </g>
      <EdgeLabelRenderer>
        <span
          className="board-route-count nodrag nopan"
          data-kind={line.kind}
          style={{ transform: `translate(-50%, -50%) translate(${label.x}px, ${label.y}px)` }}
          title={title}
        >
          {back ? <Undo2 size={11} strokeWidth={2.4} aria-hidden /> : null}
          <span aria-hidden>{count}</span>
          <span className="sr-only">{title}</span>
        </span>
      </EdgeLabelRenderer>
    </>
  );
});

/** The baton that runs along a route when a handoff takes it. */
function RouteRunner({ line }: { line: RouteLine }) {
  const ref = useRef<SVGRectElement>(null);
  const run = useBoard((state) =>
    state.run !== null && state.run.from === line.from && state.run.to === line.to ? state.run.count : 0,
  );
  useLayoutEffect(() => {
    const baton = ref.current;
    if (run === 0 || baton === null) return;
    if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const running = baton.animate(
      [
        { offsetDistance: '0%', opacity: 1 },
        { offsetDistance: '100%', opacity: 1 },
      ],
      { duration: RUN_MS, easing: 'cubic-bezier(.22,.8,.2,1)' },
    );
    return () => running.cancel();
  }, [run]);
  return (
    <rect
      ref={ref}
      className="board-route-runner"
      x={-9}
      y={-4.5}
      width={18}
      height={9}
      rx={4.5}
      style={{ offsetPath: `path('${line.path}')` }}
    />
  );
}
