'use client';

import { useState } from 'react';
import type { BoardStage } from '@/server/domain/board/board.schema';
import { useBoardCache, useBoardHome } from './board-context';
import { appendCards } from './window-patch';

/** The next page of a stage, on demand: the board never loads everything. */
export function useMoreCards(stage: BoardStage) {
  const { door } = useBoardHome();
  const cache = useBoardCache();
  const [state, setState] = useState<'idle' | 'loading' | 'failed'>('idle');
  const liveShown = stage.cards.filter(({ closedAt }) => closedAt === null).length;
  const liveLeft = Math.max(0, stage.count - liveShown);
  const doneLeft = Math.max(0, stage.doneThisWeek - (stage.cards.length - liveShown));
  return {
    loading: state === 'loading',
    failed: state === 'failed',
    /** Only finished ones are left. */
    done: liveLeft === 0,
    left: liveLeft === 0 ? doneLeft : liveLeft,
    load: () => {
      const cursor = stage.nextCursor;
      const workflow = cache.get()?.workflow.key;
      if (cursor === null || workflow === undefined || state === 'loading') return;
      setState('loading');
      door.stage({ workflow, stage: stage.key, cursor }).then(
        (page) => {
          cache.change((view) => appendCards(view, stage.key, page));
          setState('idle');
        },
        () => setState('failed'),
      );
    },
  };
}
