'use client';

import { useCallback, useRef, useState } from 'react';
import { v7 } from 'uuid';
import { type Refusal, refusalOf } from '@/components/policy/refusal.schema';
import { useTRPCClient } from '@/components/trpc/provider';
import type { PlanItemView } from '@/server/domain/plan/plan.schema';

export interface RefusedPlanTick {
  readonly item: PlanItemView;
  readonly refusal: Refusal;
}

/**
 * Ticks show at once and turn back alone where they are refused. Those of one item go out one after the other; another
 * person's tick of the same item is no conflict: both wanted the same.
 */
export function usePlanTicks(project: string, plan: string, mark: (item: number, checked: boolean) => void) {
  const trpc = useTRPCClient();
  const [pending, setPending] = useState<ReadonlyMap<number, boolean>>(new Map());
  const [refused, setRefused] = useState<RefusedPlanTick | null>(null);
  const queues = useRef(new Map<number, Promise<void>>());
  const tick = useCallback(
    (item: PlanItemView, checked: boolean) => {
      const at = item.item;
      setRefused(null);
      setPending((all) => new Map(all).set(at, checked));
      const send = async () => {
        try {
          await trpc.plan.tick.mutate({
            project,
            arguments: { plan, item: item.key, checked },
            idempotencyKey: v7(),
          });
          mark(at, checked);
        } catch (error) {
          const refusal = refusalOf(error);
          const there = refusal.kind === 'denied' && refusal.denials[0]?.policyId === 'plan.ticked';
          if (there) mark(at, checked);
          else setRefused({ item, refusal });
        }
        setPending((all) => {
          // A later tick of the same item is still on its way.
          if (all.get(at) !== checked) return all;
          const rest = new Map(all);
          rest.delete(at);
          return rest;
        });
      };
      const before = queues.current.get(at) ?? Promise.resolve();
      queues.current.set(at, before.then(send));
    },
    [trpc, project, plan, mark],
  );
  const dismiss = useCallback(() => setRefused(null), []);
  return { pending, refused, tick, dismiss };
}
