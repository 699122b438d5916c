'use client';

import { useBoard } from './board-context';
import type { DropTarget } from './drop-targets';

/** How a stage looks while a card is lifted; undefined when none is. */
export type LiftLook = 'home' | 'lit' | 'lit-over' | 'dim' | 'no';

export function useLiftLook(stage: string): LiftLook | undefined {
  return useBoard(({ lift }) => {
    if (lift === null) return undefined;
    const over = lift.over === stage;
    switch (lift.targets.get(stage)?.kind) {
      case 'home':
        return 'home';
      case 'legal':
        return over ? 'lit-over' : 'lit';
      default:
        return over ? 'no' : 'dim';
    }
  });
}

/** What dropping the lifted card here means; null when none is lifted. */
export function useDropTarget(stage: string): DropTarget | null {
  return useBoard(({ lift }) => lift?.targets.get(stage) ?? null);
}
