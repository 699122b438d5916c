import type { BoardView } from '@/server/domain/board/board.schema';
import type { BoardDoor } from './board-door';
import { applyPatch } from './window-patch';

/** Events come in swarms; asking for their cards waits this long (ms), so that one question serves many. */
const GATHER_MS = 40;
/** The most cards one question may name. */
const MOST = 50;

/** Gathers the names of changed handoffs and patches their cards in; one question is under way at a time. */
export function createRefresher(
  door: BoardDoor,
  change: (update: (view: BoardView) => BoardView) => unknown,
  failed: () => void,
) {
  const wanted = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  let asking = false;

  async function flush(): Promise<void> {
    timer = null;
    if (asking || wanted.size === 0) return;
    asking = true;
    const names = [...wanted].slice(0, MOST);
    for (const name of names) wanted.delete(name);
    try {
      const answer = await door.cards(names);
      const answered = new Set(answer.cards.map(({ handoff }) => handoff));
      const missing = names.filter((name) => !answered.has(name));
      change((view) => applyPatch(view, { ...answer, missing }));
    } catch {
      failed();
    } finally {
      asking = false;
      if (wanted.size > 0) start();
    }
  }

  function start(): void {
    timer ??= setTimeout(() => void flush(), GATHER_MS);
  }

  return {
    ask(handoffs: readonly string[]): void {
      for (const handoff of handoffs) wanted.add(handoff);
      if (!asking) start();
    },
    stop(): void {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      wanted.clear();
    },
  };
}
