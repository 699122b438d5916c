'use client';

import type { Node, NodeProps } from '@xyflow/react';
import { useTranslations } from 'next-intl';
import { memo } from 'react';
import { RelativeTime } from '@/components/ui/relative-time';
import { roleIcon } from '@/components/ui/role-icon';
import { Tag } from '@/components/ui/tag';
import { ageTone, heat } from './age';
import { useBoardView } from './board-context';
import { hottestStage } from './board-heat';
import { cardKind } from './card-state';
import { serverOffset, useNow } from './server-clock';
import { StageDrop } from './stage-drop';
import { RouteHandles } from './stage-node';
import { useLiftLook } from './use-lift-look';
import { useNames, useStage } from './use-stage';

export type FarFlowNode = Node<{ readonly stage: string }, 'tile'>;

/** More pills than this would outgrow the tile. */
const MOST_PILLS = 16;

/** A stage from afar: how many, how long without a move, who holds them. */
export const FarTile = memo(function FarTile({ data }: NodeProps<FarFlowNode>) {
  const t = useTranslations('board');
  const name = useNames();
  const { stage, cards } = useStage(data.stage);
  const hottest = useBoardView(hottestStage) === data.stage;
  const look = useLiftLook(data.stage);
  const now = useNow(60_000);
  const Icon = roleIcon(stage.role.icon);
  const live = cards.filter(({ closedAt }) => closedAt === null);
  const sorted = live.toSorted((a, b) => Date.parse(a.movedAt) - Date.parse(b.movedAt));
  const held = live.flatMap(({ holder }) => (holder === null ? [] : [holder.kind]));
  const waits = live.filter(({ state }) => state !== 'active').length;
  const full = stage.wipLimit !== null && Math.max(stage.count, stage.inHand) >= stage.wipLimit;
  const oldest = stage.oldestMovedAt;
  return (
    <>
      <section
        className="far-tile"
        data-stage={data.stage}
        data-look={look}
        data-hot={hottest ? '' : undefined}
        aria-label={t('stageLabel', { name: name(stage.name), count: stage.count })}
      >
        <StageDrop stage={data.stage} />
        <div className="flex items-center gap-1.5">
          <Icon size={14} aria-hidden className="text-ink-3" />
          <h2 className="truncate font-semibold">{name(stage.name)}</h2>
          <span className="flex-1" />
          {stage.wipLimit === null ? null : (
            <Tag tone={full ? 'wait' : 'neutral'} className="far-limit">
              {t('limit', { limit: stage.wipLimit })}
            </Tag>
          )}
        </div>
        <div className="mt-1 flex items-end">
          <span className="far-count">{stage.count}</span>
          <span className="flex-1" />
          <span
            className="far-oldest"
            data-tone={oldest === null ? 'calm' : ageTone(now - Date.parse(oldest))}
          >
            {oldest === null ? (
              stage.doneThisWeek > 0 ? (
                t('doneThisWeek', { count: stage.doneThisWeek })
              ) : null
            ) : (
              <>
                {t('oldest')} <RelativeTime iso={oldest} offset={serverOffset()} />
              </>
            )}
          </span>
        </div>
        <div className="far-pills" aria-hidden>
          {sorted.slice(0, MOST_PILLS).map((card) => (
            <i
              key={card.handoff}
              data-heat={heat(now - Date.parse(card.movedAt))}
              data-blocked={cardKind(card, now) === 'blocked' ? '' : undefined}
            />
          ))}
        </div>
        <div className="far-foot">
          <span className="far-who" data-kind="person" title={t('people')}>
            {held.filter((kind) => kind === 'person').length}
            <span className="sr-only"> {t('people')}</span>
          </span>
          <span className="far-who" data-kind="agent" title={t('agents')}>
            {held.filter((kind) => kind === 'agent').length}
            <span className="sr-only"> {t('agents')}</span>
          </span>
          <span className="flex-1" />
          {waits > 0 ? <span>{t('wait', { count: waits })}</span> : null}
        </div>
      </section>
      <RouteHandles />
    </>
  );
});
