import type { Refusal } from '@/components/policy/refusal.schema';

export type ActionInput = Readonly<Record<string, unknown>>;

export interface ActionState {
  readonly pending: boolean;
  readonly refusal: Refusal | null;
  /** Runs; answers the result in a box, or null where it was refused (see `refusal`). */
  readonly run: (action: string, input: ActionInput) => Promise<{ readonly result: unknown } | null>;
  /** After a conflict: the same once more, on the version that is there now. */
  readonly again: () => Promise<{ readonly result: unknown } | null>;
  readonly reset: () => void;
}
