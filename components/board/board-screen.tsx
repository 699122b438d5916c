'use client';

import './board.css';
import { useQueryClient } from '@tanstack/react-query';
import { type MouseEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { LazyHandoffPanel } from '@/components/handoff/lazy-handoff-panel';
import { useCallUndo } from '@/components/undo/use-call-undo';
import { Announcer } from './announcer';
import { type BoardActs, BoardActsProvider } from './board-acts';
import { BoardBody } from './board-body';
import type { Range } from './board-canvas';
import { BoardProvider, useBoard, useBoardCache, useBoardHome, useBoardView } from './board-context';
import { BoardDialogs } from './board-dialogs';
import type { BoardDoor } from './board-door';
import { createBoardStore } from './board-store';
import { BoardTopBar } from './board-top-bar';
import type { Move } from './drop-targets';
import { type BoardForm, FilterBar } from './filter-bar';
import { createMover } from './mover';
import { createRefresher } from './refresher';
import { StatusBar } from './status-bar';
import { useBoardCommands } from './use-board-commands';
import { BoardPanProvider, createBoardPan, useBoardPan } from './use-board-pan';
import { type BoardUrl, useBoardUrl } from './use-board-url';
import { useEvents } from './use-events';

/** How long the server's list of moves for one version of a card is believed, in ms. */
const AVAILABLE_FRESH_MS = 15_000;

/** How long the panel's place is waited for, in ms; who waits longer has no network, and no panel. */
const PANEL_WAIT_MS = 10_000;

/** The board with its window loaded: everything below reads it from the cache. */
export function BoardScreen({ door }: { door: BoardDoor }) {
  const [store] = useState(createBoardStore);
  const [pan] = useState(createBoardPan);
  const root = useRef<HTMLDivElement>(null);
  return (
    <BoardProvider door={door} store={store} root={root}>
      <BoardPanProvider value={pan}>
        <Screen />
      </BoardPanProvider>
    </BoardProvider>
  );
}

function Screen() {
  const { root, store, door } = useBoardHome();
  const url = useBoardUrl();
  const { acts, refresher } = useActs(url);
  useEvents(refresher);
  useBoardCommands();
  useSelection(url);
  const live = useBoard((state) => state.live);
  const { set } = url;
  const setForm = useCallback((form: BoardForm) => set({ form }), [set]);
  const setRange = useCallback((range: Range) => set({ range }), [set]);
  const onClick = useCallback(
    (event: MouseEvent<HTMLElement>) => {
      const target =
        event.target instanceof Element ? event.target.closest<HTMLElement>('a[data-handoff]') : null;
      if (target === null || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      if (store.get().lift === null) acts.open(target.dataset.handoff ?? '');
    },
    [acts, store],
  );
  return (
    <BoardActsProvider acts={acts}>
      <BoardTopBar />
      <FilterBar form={url.form} onForm={setForm} range={url.range} onRange={setRange} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: one listener for the links inside, which keyboards reach by themselves */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Enter on a link is a click */}
      <div ref={root} className="board-root" data-live={live === 'on' ? 'on' : undefined} onClick={onClick}>
        <BoardBody form={url.form} range={url.range} onRange={setRange} />
        {url.handoff === null ? null : (
          <LazyHandoffPanel project={door.project} handoff={url.handoff} onClose={acts.close} />
        )}
      </div>
      <StatusBar />
      <BoardDialogs />
      <Announcer />
    </BoardActsProvider>
  );
}

/** What the parts of the board can start, made once. */
function useActs(url: BoardUrl) {
  const { door, store, root } = useBoardHome();
  const cache = useBoardCache();
  const client = useQueryClient();
  const pan = useBoardPan();
  const refresher = useMemo(
    () => createRefresher(door, cache.change, (well) => store.set({ unanswered: !well })),
    [door, cache, store],
  );
  const { set } = url;
  const undo = useCallUndo(
    door.project,
    useCallback((handoff: string) => refresher.ask([handoff]), [refresher]),
  );
  const acts = useMemo<BoardActs>(() => {
    const restFocus = (handoff: string) => {
      store.set({ focus: handoff });
      requestAnimationFrame(() => {
        const board = root.current;
        const card = board?.querySelector<HTMLElement>(`a[data-handoff="${CSS.escape(handoff)}"]`);
        if (!board || !card) return;
        card.focus({ preventScroll: true });
        pan.show(card.getBoundingClientRect(), freePart(board));
      });
    };
    const mover = createMover({
      door,
      store,
      cache,
      restFocus,
      refresh: refresher.ask,
      moved: ({ card, move }) =>
        undo(
          { action: `handoff.${move}`, input: { handoff: card.handoff } },
          { stage: card.stage, items: [] },
        ),
      available: (card) =>
        client.fetchQuery({
          queryKey: ['available', door.project, card.handoff, 'moves', card.version],
          queryFn: () => door.available(card.handoff),
          staleTime: AVAILABLE_FRESH_MS,
        }),
    });
    return {
      mover,
      open: (handoff, item) => {
        store.set({ refusal: null });
        set({ handoff, ...(item === undefined ? {} : { item }) });
      },
      close: () => set({ handoff: null }),
      start: (card, to, move: Move) => {
        store.set({ refusal: null });
        if (move === 'return') store.set({ dialog: { kind: 'reason', card, to, move } });
        else void mover.run({ card, to, move, reason: null, key: crypto.randomUUID() }, null);
      },
      again: () => void mover.again(),
      refresh: refresher.ask,
    };
  }, [door, store, cache, client, refresher, root, pan, set, undo]);
  return { acts, refresher };
}

/** The address says which card is open; the board keeps it in sight beside the panel. */
function useSelection(url: BoardUrl): void {
  const { store, root } = useBoardHome();
  const pan = useBoardPan();
  const first = useBoardView(
    (view) => view.stages.find(({ cards }) => cards.length > 0)?.cards[0]?.handoff ?? null,
  );
  const { handoff } = url;
  useEffect(() => {
    if (store.get().focus === null) store.set({ focus: handoff ?? first });
  }, [store, handoff, first]);
  useEffect(() => {
    store.set({ selected: handoff });
    if (handoff === null) return;
    store.set({ focus: handoff });
    const until = performance.now() + PANEL_WAIT_MS;
    const look = () => {
      const board = root.current;
      const card = board?.querySelector(`a[data-handoff="${CSS.escape(handoff)}"]`);
      // Code of the panel and of the canvas may still be on its way: until both stand, nothing is covered.
      if (board && card && board.querySelector('.handoff-panel')) {
        pan.show(withColumn(card), freePart(board));
      } else if (performance.now() < until) frame = requestAnimationFrame(look);
    };
    let frame = requestAnimationFrame(look);
    return () => cancelAnimationFrame(frame);
  }, [handoff, store, root, pan]);
}

/** A card at its height, as wide as the column it stands in. */
function withColumn(card: Element): DOMRect {
  const { y, height } = card.getBoundingClientRect();
  const { x, width } = (card.closest('[data-stage]') ?? card).getBoundingClientRect();
  return new DOMRect(x, y, width, height);
}

/** The board without what the panel covers. */
function freePart(board: HTMLElement) {
  const box = board.getBoundingClientRect();
  const panel = board.querySelector('.handoff-panel')?.getBoundingClientRect();
  const right = panel !== undefined && panel.left > box.left + 320 ? panel.left : box.right;
  return { left: box.left, top: box.top, right, bottom: box.bottom };
}
