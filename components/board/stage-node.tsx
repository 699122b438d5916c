'use client';

import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import { ChevronDown } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { memo } from 'react';
import { HandoffCard } from './handoff-card';
import { StageDrop } from './stage-drop';
import { StageHeader } from './stage-header';
import { useLiftLook } from './use-lift-look';
import { useMoreCards } from './use-more-cards';
import { useNames, useStage } from './use-stage';

/** The node knows its stage by key only; what the stage holds comes from the window, so that moving nodes is free. */
export type StageFlowNode = Node<{ readonly stage: string }, 'stage'>;

export const StageNode = memo(function StageNode({ data }: NodeProps<StageFlowNode>) {
  return (
    <>
      <Stage stage={data.stage} />
      <RouteHandles />
    </>
  );
});

/** A stage with its cards, newest move first. */
export const Stage = memo(function Stage({ stage: key }: { stage: string }) {
  const t = useTranslations('board');
  const name = useNames();
  const { stage, view, cards } = useStage(key);
  const look = useLiftLook(key);
  const more = useMoreCards(stage);
  return (
    <section
      className="board-stage"
      data-stage={key}
      data-look={look}
      aria-label={t('stageLabel', { name: name(stage.name), count: stage.count })}
    >
      <StageHeader stage={stage} />
      <StageDrop stage={key} />
      <ul className="board-cards">
        {cards.map((card) => (
          <HandoffCard key={card.handoff} card={card} view={view} />
        ))}
      </ul>
      {cards.length === 0 ? (
        <p className="board-stage-empty">{stage.cards.length === 0 ? t('stageEmpty') : t('stageFiltered')}</p>
      ) : null}
      {stage.nextCursor === null ? null : (
        <button type="button" className="board-more nodrag nopan" onClick={more.load} disabled={more.loading}>
          <ChevronDown size={13} aria-hidden />
          {more.failed
            ? t('moreFailed')
            : more.done
              ? t('moreDone', { count: more.left })
              : t('more', { count: more.left })}
        </button>
      )}
    </section>
  );
});

/** Where routes are tied on for React Flow, which draws none without; ours know their places themselves. */
export function RouteHandles() {
  return (
    <>
      <Handle
        type="target"
        position={Position.Left}
        isConnectable={false}
        className="board-handle"
        aria-hidden
      />
      <Handle
        type="source"
        position={Position.Right}
        isConnectable={false}
        className="board-handle"
        aria-hidden
      />
    </>
  );
}
