import type { AnyAction } from './action';
import { type Change, now } from './change';
import type { BaseFacts } from './facts';

/** Keeping a log and a lease alive is always right, and says nothing about whether the brief was. */
const saysNothing = (action: string) => action.startsWith('session.') || action === 'handoff.heartbeat';

/**
 * The first action in a session after its recovery says how good the brief was: it fitted where the brief had named it.
 * Kept in the commit of that very action.
 */
export function scored<Result>(change: Change<Result>, facts: BaseFacts, action: AnyAction): Change<Result> {
  const unscored = facts.session?.unscored ?? null;
  if (unscored === null || saysNothing(action.name)) return change;
  return {
    ...change,
    updates: [
      ...(change.updates ?? []),
      {
        table: 'session_recovery',
        key: { id: unscored.id },
        expect: { first_action: null },
        set: { first_action: action.name, first_at: now, fitted: unscored.moves.includes(action.name) },
      },
    ],
  };
}
