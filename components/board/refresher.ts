import type { BoardView } from '@/server/domain/board/board.schema';
import type { BoardDoor } from './board-door';
import { applyPatch } from './window-patch';

/** Events come in swarms; asking for their cards waits this long (ms), so that one question serves many. */
const GATHER_MS = 40;
/** The most cards one question may name. */
const MOST = 50;

/** After a failure the same cards are asked for again, so much later (ms). */
const RETRY_MS = 2000;

/** Gathers the names of changed handoffs and patches their cards in; one question is under way at a time. */
export function createRefresher(
  door: BoardDoor,
  change: (update: (view: BoardView) => BoardView) => unknown,
  /** Told after each question whether it was answered. */
  answered: (well: boolean) => void,
) {
  const wanted = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  let asking = false;
  let stopped = false;

  async function flush(): Promise<void> {
    timer = null;
    if (asking || wanted.size === 0) return;
    asking = true;
    const names = [...wanted].slice(0, MOST);
    for (const name of names) wanted.delete(name);
    try {
      const answer = await door.cards(names);
      const known = new Set(answer.cards.map(({ handoff }) => handoff));
      const missing = names.filter((name) => !known.has(name));
      change((view) => applyPatch(view, { ...answer, missing }));
      answered(true);
      asking = false;
      if (wanted.size > 0) start(GATHER_MS);
    } catch {
      for (const name of names) wanted.add(name);
      answered(false);
      asking = false;
      if (!stopped) start(RETRY_MS);
    }
  }

  function start(wait: number): void {
    timer ??= setTimeout(() => void flush(), wait);
  }

  return {
    ask(handoffs: readonly string[]): void {
      stopped = false;
      for (const handoff of handoffs) wanted.add(handoff);
      if (!asking) start(GATHER_MS);
    },
    stop(): void {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      timer = null;
      wanted.clear();
    },
  };
}
