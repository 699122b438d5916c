'use client';

import { useTranslations } from 'next-intl';
import { RelativeTime } from '@/components/ui/relative-time';
import { roleIcon } from '@/components/ui/role-icon';
import { Tag } from '@/components/ui/tag';
import { Tooltip } from '@/components/ui/tooltip';
import type { BoardStage } from '@/server/domain/board/board.schema';
import { serverOffset } from './server-clock';
import { useNames } from './use-stage';

/** Name, role, age of the oldest card, and how many are in hand of how many may be; without a limit, how many stand here. */
export function StageHeader({ stage }: { stage: BoardStage }) {
  const t = useTranslations('board');
  const name = useNames();
  const Icon = roleIcon(stage.role.icon);
  const full = stage.wipLimit !== null && stage.inHand >= stage.wipLimit;
  return (
    <header className="board-stage-head">
      <span className="board-stage-icon">
        <Icon size={15} aria-hidden />
      </span>
      <div className="min-w-0 flex-1">
        <h2 className="board-stage-name">{name(stage.name)}</h2>
        <p className="board-stage-meta">
          <span>{name(stage.role.name).toLocaleLowerCase()}</span>
          {stage.kind === 'final' && stage.doneThisWeek > 0 ? (
            <> · {t('doneThisWeek', { count: stage.doneThisWeek })}</>
          ) : stage.oldestMovedAt === null ? null : (
            <>
              {' · '}
              {t('oldest')} <RelativeTime iso={stage.oldestMovedAt} offset={serverOffset()} />
            </>
          )}
        </p>
      </div>
      <StageCount stage={stage} full={full} />
    </header>
  );
}

function StageCount({ stage, full }: { stage: BoardStage; full: boolean }) {
  const t = useTranslations('board');
  const title =
    stage.wipLimit === null
      ? t('countTitle', { count: stage.count })
      : t('limitTitle', { count: stage.count, inHand: stage.inHand, limit: stage.wipLimit });
  return (
    <Tooltip content={title}>
      <Tag tone={full ? 'wait' : 'surface'} data-count={stage.key}>
        <span aria-hidden>
          {stage.wipLimit === null ? stage.count : stage.inHand}
          {stage.wipLimit === null ? null : <span className="font-normal">{` / ${stage.wipLimit}`}</span>}
        </span>
        <span className="sr-only">{title}</span>
      </Tag>
    </Tooltip>
  );
}
