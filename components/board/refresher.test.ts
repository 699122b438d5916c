import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { projectStream } from '@/components/frame/project-stream';
import type { BoardView } from '@/server/domain/board/board.schema';
import type { BoardDoor } from './board-door';
import { createRefresher } from './refresher';
import { board, card } from './sample-board';
import { findCard } from './window-patch';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function stand(fails = 0) {
  let view: BoardView = board([card({ handoff: 'LG-1' }), card({ handoff: 'LG-2' })]);
  const asked: string[][] = [];
  const well: boolean[] = [];
  let left = fails;
  const door: BoardDoor = {
    project: 'p',
    window: async () => view,
    stage: async () => ({ cards: [], nextCursor: null }),
    available: async () => {
      throw new Error('not asked');
    },
    act: async () => ({ handoff: '' }),
    stream: projectStream('nobody listens'),
    cards: async (handoffs) => {
      asked.push(handoffs);
      left -= 1;
      if (left >= 0) throw new TypeError('no answer');
      const cards = handoffs
        .filter((handoff) => handoff !== 'LG-2')
        .map((handoff) => card({ handoff, version: 9 }));
      return { cards, stages: [], seq: 20 };
    },
  };
  const refresher = createRefresher(
    door,
    (update) => {
      view = update(view);
    },
    (ok) => well.push(ok),
  );
  return { refresher, asked, well, view: () => view };
}

describe('asking for fresh cards', () => {
  it('gathers a swarm of events into one question and patches the answer in', async () => {
    const { refresher, asked, well, view } = stand();
    refresher.ask(['LG-1']);
    refresher.ask(['LG-1', 'LG-2']);
    await vi.advanceTimersByTimeAsync(50);
    expect(asked).toEqual([['LG-1', 'LG-2']]);
    expect(findCard(view(), 'LG-1')?.version).toBe(9);
    // Asked for and not answered: it is gone.
    expect(findCard(view(), 'LG-2')).toBeNull();
    expect(well).toEqual([true]);
  });

  it('asks again until it is answered, and says meanwhile that it is not', async () => {
    const { refresher, asked, well } = stand(1);
    refresher.ask(['LG-1']);
    await vi.advanceTimersByTimeAsync(50);
    expect(well).toEqual([false]);
    await vi.advanceTimersByTimeAsync(2000);
    expect(asked).toEqual([['LG-1'], ['LG-1']]);
    expect(well).toEqual([false, true]);
  });

  it('never names more than one question may, and falls silent when it is stopped', async () => {
    const { refresher, asked } = stand();
    refresher.ask(Array.from({ length: 70 }, (_, at) => `LG-${at + 3}`));
    await vi.advanceTimersByTimeAsync(200);
    expect(asked.map((names) => names.length)).toEqual([50, 20]);
    refresher.ask(['LG-1']);
    refresher.stop();
    await vi.advanceTimersByTimeAsync(5000);
    expect(asked).toHaveLength(2);
  });
});
