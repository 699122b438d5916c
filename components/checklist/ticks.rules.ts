import type { ActorView, ChecklistItemView, ChecklistView } from '@/server/domain/handoff/handoff.schema';

export type TickState = 'passed' | 'failed' | 'not_applicable' | 'open';

/** A tick on its way to the server. */
export interface PendingTick {
  readonly stage: string;
  readonly item: string;
  readonly state: TickState;
  readonly reason: string | null;
  /** ISO time of the gesture, shown until the server's own arrives. */
  readonly at: string;
}

export type Shown = 'open' | 'passed' | 'failed' | 'stale' | 'na';

/** The face of a tick box. Stale is never green, whatever was ticked. */
export function shownState(item: Pick<ChecklistItemView, 'state' | 'stale'>): Shown {
  if (item.stale && item.state !== 'open') return 'stale';
  return item.state === 'not_applicable' ? 'na' : item.state;
}

/**
 * What is shown while ticks travel: the loaded lists with the pending ticks laid over. Dropping a tick from `pending`
 * is its rollback, and touches no other item.
 */
export function withPending(
  lists: readonly ChecklistView[],
  pending: readonly PendingTick[],
  me: ActorView | null,
): readonly ChecklistView[] {
  if (pending.length === 0) return lists;
  return lists.map((list) => ({
    ...list,
    items: list.items.map((item) => {
      const tick = pending.findLast(({ stage, item: key }) => stage === list.stage && key === item.key);
      if (tick === undefined) return item;
      const open = tick.state === 'open';
      return {
        ...item,
        state: tick.state,
        stale: false,
        reason: open ? null : tick.reason,
        tickedBy: open ? null : (me ?? item.tickedBy),
        tickedAt: open ? null : tick.at,
      };
    }),
  }));
}

/** What a click on the box means: a stale or failed item is looked at again, a passed one is unticked. */
export function clickState(item: Pick<ChecklistItemView, 'state' | 'stale'>): 'passed' | 'open' {
  return ['passed', 'na'].includes(shownState(item)) ? 'open' : 'passed';
}

/** Required items that count as done, as on the card. */
export function passedOf(lists: readonly ChecklistView[]): { passed: number; total: number } {
  const items = lists.flatMap((list) => list.items).filter(({ required }) => required);
  return {
    passed: items.filter((item) => ['passed', 'na'].includes(shownState(item))).length,
    total: items.length,
  };
}

/** Index after a step of J (+1) or K (-1); stays at the ends. */
export function stepFocus(current: number, step: 1 | -1, count: number): number {
  if (count === 0) return -1;
  if (current < 0) return step === 1 ? 0 : count - 1;
  return Math.min(count - 1, Math.max(0, current + step));
}
