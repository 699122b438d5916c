'use client';

import { getUntypedClient } from '@trpc/client';
import { useCallback, useRef, useState } from 'react';
import { v7 } from 'uuid';
import { type Gesture, gestureFor } from '@/components/handoff/gesture.rules';
import { useTRPCClient } from '@/components/trpc/provider';
import { type Refusal, refusalOf } from './refusal.schema';

export interface Run {
  readonly pending: boolean;
  readonly refusal: Refusal | null;
  /** The result, or null where it was refused. A call repeated unchanged keeps its key, so that it has one effect. */
  run(action: string, input: Readonly<Record<string, unknown>>): Promise<{ readonly result: unknown } | null>;
  reset(): void;
}

/** One place of a page that runs actions of a project and shows its own refusals. */
export function useRun(project: string): Run {
  const trpc = useTRPCClient();
  const gesture = useRef<Gesture | null>(null);
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const run = useCallback(
    async (action: string, input: Readonly<Record<string, unknown>>) => {
      const current = gestureFor(gesture.current, action, input, v7);
      gesture.current = current;
      setPending(true);
      try {
        const answer = await getUntypedClient(trpc).mutation(action, {
          project,
          arguments: input,
          idempotencyKey: current.key,
        });
        gesture.current = null;
        setRefusal(null);
        return { result: Object(answer).result };
      } catch (error) {
        setRefusal(refusalOf(error));
        return null;
      } finally {
        setPending(false);
      }
    },
    [trpc, project],
  );
  const reset = useCallback(() => setRefusal(null), []);
  return { pending, refusal, run, reset };
}
