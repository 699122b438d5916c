'use client';

import { useMemo, useState } from 'react';
import { serverOffset } from '@/components/board/server-clock';
import type { ActionState } from './action-state';
import { type Move, movesOf } from './moves.rules';
import { usePanel } from './panel-context';
import { useAction } from './use-action';

export interface MoveControl {
  readonly moves: readonly Move[];
  readonly action: ActionState;
  /** The move on its way. */
  readonly running: string | null;
  /** The locked move whose explanation is open. */
  readonly explained: string | null;
  readonly explain: (id: string | null) => void;
  readonly run: (move: Move) => void;
  readonly offset: number;
}

/** The moves of the open handoff: those that need words open a dialog, the others run at once. */
export function useMoves(): MoveControl {
  const { detail, actions, available, setDialog } = usePanel();
  const action = useAction();
  const [running, setRunning] = useState<string | null>(null);
  const [explained, explain] = useState<string | null>(null);
  const { card } = detail;
  const held = card.holder === null ? 'nobody' : card.holder.id === available?.actor.id ? 'mine' : 'others';
  const permission = available?.permission ?? 'viewer';
  const closed = card.closedAt !== null;
  const moves = useMemo(
    () => movesOf(actions, { closed, held, permission }),
    [actions, closed, held, permission],
  );

  const run = (move: Move) => {
    if (move.locked !== null) return explain(move.id);
    if (move.action === 'handoff.return' || move.action === 'handoff.route') {
      return setDialog({ kind: move.action === 'handoff.return' ? 'return' : 'route', to: move.to });
    }
    if (move.action === 'handoff.cancel') return setDialog({ kind: 'cancel' });
    if (move.action === 'handoff.reopen') return setDialog({ kind: 'reopen' });
    if (move.action === 'handoff.assign') return setDialog({ kind: 'assign' });
    if (move.action === 'handoff.ask') return setDialog({ kind: 'ask' });
    explain(null);
    setRunning(move.id);
    void action.run(move.action, inputOf(move, card.handoff, card.version, card.fence));
  };
  return { moves, action, running, explained, explain, run, offset: serverOffset() };
}

/** The known arguments on the version that is shown, so that a move decided on an old picture is refused. */
function inputOf(move: Move, handoff: string, version: number, fence: number): Record<string, unknown> {
  // Reminding changes nothing that a version could be about.
  if (move.action === 'handoff.nudge') return { handoff };
  const versioned = move.action === 'handoff.heartbeat' ? { fence } : { expectedVersion: version };
  return { ...move.arguments, handoff, ...versioned };
}
