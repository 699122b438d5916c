'use client';

import { useCallback, useContext, useMemo, useRef, useState } from 'react';
import { v7 } from 'uuid';
import { type Refusal, refusalOf } from '@/components/policy/refusal.schema';
import type { ActionInput, ActionState } from './action-state';
import { type Gesture, gestureFor } from './gesture.rules';
import { usePanelClient } from './panel-client';
import { RefreshContext } from './panel-context';

/**
 * One place of the panel that runs actions and shows its own refusals. A call repeated unchanged after a lost connection
 * keeps its idempotency key, so that it has one effect.
 */
export function useAction(): ActionState {
  const client = usePanelClient();
  const refresh = useContext(RefreshContext);
  const gesture = useRef<Gesture | null>(null);
  const last = useRef<{ action: string; input: ActionInput } | null>(null);
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  const run = useCallback(
    async (action: string, input: ActionInput) => {
      const current = gestureFor(gesture.current, action, input, v7);
      gesture.current = current;
      last.current = { action, input };
      setPending(true);
      try {
        const result = await client.run({ action, input, idempotencyKey: current.key });
        gesture.current = null;
        setRefusal(null);
        await refresh();
        return { result };
      } catch (error) {
        const refused = refusalOf(error);
        setRefusal(refused);
        if (refused.kind === 'conflict') await refresh();
        return null;
      } finally {
        setPending(false);
      }
    },
    [client, refresh],
  );

  const again = useCallback(async () => {
    if (last.current === null) return null;
    const { action, input } = last.current;
    const version = refusal?.kind === 'conflict' ? refusal.conflict.current?.version : undefined;
    return run(action, version === undefined ? input : { ...input, expectedVersion: version });
  }, [refusal, run]);

  const reset = useCallback(() => setRefusal(null), []);
  return useMemo(() => ({ pending, refusal, run, again, reset }), [pending, refusal, run, again, reset]);
}
