'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import {
  createContext,
  type ReactNode,
  type RefObject,
  useContext,
  useMemo,
  useSyncExternalStore,
} from 'react';
import type { BoardView } from '@/server/domain/board/board.schema';
import type { BoardDoor } from './board-door';
import type { BoardState, BoardStore } from './board-store';
import { setServerTime } from './server-clock';

interface BoardHome {
  readonly door: BoardDoor;
  readonly store: BoardStore;
  /** The element that holds the board: places on the screen are measured against it. */
  readonly root: RefObject<HTMLDivElement | null>;
}

const Context = createContext<BoardHome | null>(null);

export function BoardProvider({ children, ...home }: BoardHome & { children: ReactNode }) {
  const { door, store, root } = home;
  const value = useMemo(() => ({ door, store, root }), [door, store, root]);
  return <Context value={value}>{children}</Context>;
}

export function useBoardHome(): BoardHome {
  const home = useContext(Context);
  if (home === null) throw new Error('this part of the board stands outside its provider');
  return home;
}

/** What the board shows beside its data. Select a primitive or a kept object: a new one renders each time. */
export function useBoard<T>(select: (state: BoardState) => T): T {
  const { store } = useBoardHome();
  const read = () => select(store.get());
  return useSyncExternalStore(store.subscribe, read, read);
}

export function boardKey(project: string) {
  return ['board', project] as const;
}

/** The query of the board's window; the event stream keeps it fresh, so that it never goes stale by itself. */
export function boardQuery(door: BoardDoor) {
  return {
    queryKey: boardKey(door.project),
    queryFn: async () => {
      const view = await door.window();
      setServerTime(view.now);
      return view;
    },
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    retry: 1,
  };
}

/** A part of the window. Renders only when that part changed. */
export function useBoardView<T>(select: (view: BoardView) => T): T {
  const { door } = useBoardHome();
  const { data } = useQuery({ ...boardQuery(door), select });
  if (data === undefined) throw new Error('the board is drawn only once its window is there');
  return data;
}

/** Reads and changes the window outside of rendering. */
export function useBoardCache() {
  const { door } = useBoardHome();
  const client = useQueryClient();
  return useMemo(() => {
    const key = boardKey(door.project);
    return {
      get: () => client.getQueryData<BoardView>(key),
      change: (update: (view: BoardView) => BoardView) =>
        client.setQueryData<BoardView>(key, (view) => (view === undefined ? view : update(view))),
      refetch: () => client.invalidateQueries({ queryKey: key }),
    };
  }, [client, door.project]);
}
