'use client';

import '@xyflow/react/dist/base.css';
import {
  type EdgeTypes,
  type NodeTypes,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  type Viewport,
} from '@xyflow/react';
import { useTranslations } from 'next-intl';
import { memo, useCallback, useEffect, useMemo } from 'react';
import type { BoardView } from '@/server/domain/board/board.schema';
import { useBoardView } from './board-context';
import { FAR, layoutBoard, NEAR } from './board-layout';
import { FarSide, HeatKey } from './far-side';
import { FarTile } from './far-tile';
import { RouteEdge, type RouteFlowEdge } from './route-edge';
import { StageNode } from './stage-node';
import { useBoardPan } from './use-board-pan';
import { ZoomButtons } from './zoom-buttons';

export type Range = 'near' | 'far';

const nodeTypes: NodeTypes = { stage: StageNode, tile: FarTile };
const edgeTypes: EdgeTypes = { route: RouteEdge };

/** React Flow takes the pointer away from nodes that are neither dragged nor selected; ours hold cards. */
const REACHABLE = { pointerEvents: 'all' } as const;

/** Below this zoom cards can no longer be read, and the board shows tiles instead. */
const FAR_BELOW = 0.6;
/** Zooming in on the tiles from here on shows the cards again. */
const NEAR_ABOVE = 1.3;
/** The first look takes in the whole width where that needs no smaller zoom than this; else it is full size. */
const FIRST_ZOOM = 0.85;

export interface BoardCanvasProps {
  range: Range;
  onRange: (range: Range) => void;
  /** Width there is, in px. */
  room: number;
}

export function BoardCanvas({ range, onRange, room }: BoardCanvasProps) {
  return (
    <ReactFlowProvider key={range}>
      <Flow range={range} onRange={onRange} room={room} />
      {range === 'far' ? (
        <div className="far-panes">
          <FarSide />
          <HeatKey />
        </div>
      ) : null}
    </ReactFlowProvider>
  );
}

const Flow = memo(function Flow({ range, onRange, room }: BoardCanvasProps) {
  const t = useTranslations('board');
  const shape = useBoardView(shapeOf);
  const layout = useMemo(
    () => layoutBoard(shape.stages, shape.routes, range === 'far' ? FAR : NEAR),
    [shape, range],
  );
  const nodes = useMemo(
    () =>
      layout.stages.map(({ key, x, y }) => ({
        id: key,
        type: range === 'far' ? 'tile' : 'stage',
        position: { x, y },
        data: { stage: key },
        style: REACHABLE,
      })),
    [layout, range],
  );
  const edges = useMemo(
    () =>
      layout.routes.map(
        (line): RouteFlowEdge => ({
          id: line.id,
          type: 'route',
          source: line.from,
          target: line.to,
          data: { line },
        }),
      ),
    [layout],
  );
  const first = useMemo(() => firstView(layout.width, room, range), [layout, room, range]);
  const onMoveEnd = useCallback(
    (_event: unknown, { zoom }: Viewport) => {
      if (range === 'near' && zoom < FAR_BELOW) onRange('far');
      if (range === 'far' && zoom > NEAR_ABOVE) onRange('near');
    },
    [range, onRange],
  );
  return (
    <ReactFlow
      className="board-flow"
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      defaultViewport={first}
      minZoom={0.5}
      maxZoom={1.4}
      nodesDraggable={false}
      nodesConnectable={false}
      nodesFocusable={false}
      edgesFocusable={false}
      elementsSelectable={false}
      deleteKeyCode={null}
      selectionKeyCode={null}
      multiSelectionKeyCode={null}
      disableKeyboardA11y
      panOnScroll
      zoomOnScroll={false}
      zoomOnDoubleClick={false}
      onMoveEnd={onMoveEnd}
      attributionPosition={range === 'far' ? 'bottom-left' : 'top-left'}
      aria-label={t('canvasLabel')}
    >
      <ZoomButtons first={first} />
      <PanKeeper />
    </ReactFlow>
  );
});

/** Lets the rest of the board move what is seen. */
function PanKeeper() {
  const flow = useReactFlow();
  const pan = useBoardPan();
  useEffect(() => {
    pan.attach({ get: flow.getViewport, set: flow.setViewport });
    return () => pan.attach(null);
  }, [flow, pan]);
  return null;
}

/** Only what the layout depends on; counts change all the time and must not move a line. */
function shapeOf(view: BoardView) {
  return {
    stages: view.stages.toSorted((a, b) => a.position - b.position).map(({ key }) => key),
    routes: view.routes.map(({ from, to, kind }) => ({ from, to, kind })),
  };
}

/** The whole width where it stays readable, else the start of it; centred where there is room to spare. */
function firstView(width: number, room: number, range: Range): Viewport {
  const fits = room / width;
  const zoom = range === 'far' || fits > 1 || fits < FIRST_ZOOM ? 1 : fits;
  const spare = room - width * zoom;
  return { x: range === 'near' && spare > 0 ? spare / 2 : 0, y: 0, zoom };
}
