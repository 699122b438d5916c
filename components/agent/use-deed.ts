'use client';

import { useCallback, useMemo, useRef, useState } from 'react';
import { v7 } from 'uuid';
import { type Gesture, gestureFor } from '@/components/handoff/gesture.rules';
import { type Refusal, refusalOf } from '@/components/policy/refusal.schema';
import type { AgentDoor } from './agent-door';

export interface Deed {
  readonly pending: boolean;
  readonly refusal: Refusal | null;
  /** Runs; null where it was refused. Repeated unchanged after a lost answer it has one effect. */
  readonly run: (
    action: string,
    input: Readonly<Record<string, unknown>>,
  ) => Promise<Record<string, unknown> | null>;
  readonly reset: () => void;
}

/** One place of the page that runs actions and shows its own refusals. */
export function useDeed(door: AgentDoor): Deed {
  const gesture = useRef<Gesture | null>(null);
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const run = useCallback<Deed['run']>(
    async (action, input) => {
      const current = gestureFor(gesture.current, action, input, v7);
      gesture.current = current;
      setPending(true);
      try {
        const result = await door.run(action, input, current.key);
        gesture.current = null;
        setRefusal(null);
        await door.refresh();
        return result;
      } catch (error) {
        setRefusal(refusalOf(error));
        return null;
      } finally {
        setPending(false);
      }
    },
    [door],
  );
  const reset = useCallback(() => setRefusal(null), []);
  return useMemo(() => ({ pending, refusal, run, reset }), [pending, refusal, run, reset]);
}
