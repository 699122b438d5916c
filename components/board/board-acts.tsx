'use client';

import { createContext, type ReactNode, useContext } from 'react';
import type { HandoffCard } from '@/server/domain/handoff/handoff.schema';
import type { Move } from './drop-targets';
import type { Mover } from './mover';

/** What parts of the board can start; made once by the board itself. */
export interface BoardActs {
  readonly mover: Mover;
  /** Opens a handoff's panel, at a checklist item where one is named. */
  open(handoff: string, item?: string): void;
  close(): void;
  /** Starts a move from a button or menu; a reason is asked for where one is needed. */
  start(card: HandoffCard, to: string, move: Move): void;
  /** The refused move once more. */
  again(): void;
  refresh(handoffs: readonly string[]): void;
}

const Context = createContext<BoardActs | null>(null);

export function BoardActsProvider({ acts, children }: { acts: BoardActs; children: ReactNode }) {
  return <Context value={acts}>{children}</Context>;
}

export function useBoardActs(): BoardActs {
  const acts = useContext(Context);
  if (acts === null) throw new Error('this part of the board stands outside its provider');
  return acts;
}
