import type { PlanDay } from './plan.schema';

/** What the log says about how much there was and how much of it was done, oldest first. */
export interface PlanStep {
  /** ISO time. */
  readonly at: string;
  /** Of an import: the boxes that count and how many of them were checked. Older imports did not say. */
  readonly leaves?: number | null;
  readonly done?: number | null;
  /** Of a tick of a box that counts: +1 or -1. */
  readonly turn?: number | null;
}

/**
 * The days of a burn-up, from the log alone. Walks back from what is true now, so that the last day always agrees with
 * the plan; where an import did not say what it held, the past ends there: nothing is made up.
 */
export function planDays(
  steps: readonly PlanStep[],
  present: { readonly scope: number; readonly done: number; readonly today: string },
): PlanDay[] {
  const days: PlanDay[] = [];
  let { scope, done } = present;
  const close = (day: string) => {
    if (days.at(-1)?.day !== day) days.push({ day, scope, done });
  };
  close(present.today);
  const earlier = [...steps].reverse();
  for (const [index, step] of earlier.entries()) {
    close(step.at.slice(0, 10));
    if (typeof step.turn === 'number') {
      done -= step.turn;
      continue;
    }
    // Before an import there was what the ticks after the one before it had left of that one.
    const before = earlier.slice(index + 1);
    const last = before.findIndex(({ turn }) => typeof turn !== 'number');
    const former = before[last];
    if (former === undefined || typeof former.leaves !== 'number' || typeof former.done !== 'number') break;
    scope = former.leaves;
    done = former.done + before.slice(0, last).reduce((sum, { turn }) => sum + (turn ?? 0), 0);
  }
  return days.reverse();
}
