import type { BoardView } from '@/server/domain/board/board.schema';

/** The stage whose oldest handoff has stood longest; none while nothing stands. */
export function hottestStage(view: BoardView): string | null {
  let oldest = Number.POSITIVE_INFINITY;
  let hottest: string | null = null;
  for (const { key, oldestMovedAt } of view.stages) {
    const moved = oldestMovedAt === null ? Number.POSITIVE_INFINITY : Date.parse(oldestMovedAt);
    if (moved < oldest) {
      oldest = moved;
      hottest = key;
    }
  }
  return hottest;
}
