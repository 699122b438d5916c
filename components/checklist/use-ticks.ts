'use client';

import { useCallback, useMemo, useRef, useState } from 'react';
import { v7 } from 'uuid';
import { usePanelClient } from '@/components/handoff/panel-client';
import { usePanel } from '@/components/handoff/panel-context';
import { type Refusal, refusalOf } from '@/components/policy/refusal.schema';
import type { ChecklistItemView, ChecklistView } from '@/server/domain/handoff/handoff.schema';
import { type PendingTick, type TickState, withPending } from './ticks.rules';

export interface RefusedTick {
  readonly refusal: Refusal;
  readonly tick: PendingTick;
  /** State of the item that the refusal speaks of; once it is another, there is nothing left to say. */
  readonly about: string;
}

export interface Ticks {
  /** The lists with the ticks on their way laid over. */
  readonly lists: readonly ChecklistView[];
  readonly refusals: ReadonlyMap<string, RefusedTick>;
  /** Answers whether the server took it. */
  readonly tick: (
    stage: string,
    item: ChecklistItemView,
    state: TickState,
    reason?: string,
  ) => Promise<boolean>;
  readonly dismiss: (stage: string, item: string) => void;
}

const idOf = ({ stage, item }: Pick<PendingTick, 'stage' | 'item'>) => `${stage} ${item}`;

/**
 * Ticks show at once and roll back alone where they are refused. They state the item's state instead of a version, so
 * that two reviewers on different items never meet. Ticks of one item go out one after the other, in their order.
 */
export function useTicks(): Ticks {
  const client = usePanelClient();
  const { handoff, detail, available, refresh } = usePanel();
  const [pending, setPending] = useState<readonly PendingTick[]>([]);
  const [refusals, setRefusals] = useState<Ticks['refusals']>(new Map());
  const queues = useRef(new Map<string, Promise<unknown>>());
  const me = available === null ? null : { ...available.actor, owner: null };
  const lists = useMemo(() => withPending(detail.checklists, pending, me), [detail.checklists, pending, me]);

  const dismiss = useCallback((stage: string, item: string) => {
    setRefusals((all) => new Map([...all].filter(([id]) => id !== idOf({ stage, item }))));
  }, []);

  const tick = useCallback(
    async (stage: string, item: ChecklistItemView, state: TickState, reason?: string) => {
      const mine: PendingTick = {
        stage,
        item: item.key,
        state,
        reason: reason ?? null,
        at: new Date().toISOString(),
      };
      const id = idOf(mine);
      setPending((all) => [...all, mine]);
      dismiss(stage, item.key);
      const words = reason === undefined || reason === '' ? {} : { reason };
      const send = () =>
        client.run(
          state === 'open'
            ? {
                action: 'checklist.untick',
                idempotencyKey: v7(),
                input: { handoff, item: item.key, ...words },
              }
            : {
                action: 'checklist.tick',
                idempotencyKey: v7(),
                input: { handoff, item: item.key, state, expectedState: item.state, ...words },
              },
        );
      const before = queues.current.get(id) ?? Promise.resolve();
      const sent = before.then(send);
      // The next tick of this item waits for this one, however it ends.
      queues.current.set(
        id,
        sent.catch(() => undefined),
      );
      try {
        await sent;
        await refresh();
        return true;
      } catch (error) {
        const refusal = refusalOf(error);
        const about =
          refusal.kind === 'conflict' ? (refusal.conflict.current?.state ?? item.state) : item.state;
        setRefusals((all) => new Map(all).set(id, { refusal, tick: mine, about }));
        if (refusal.kind === 'conflict') await refresh();
        return false;
      } finally {
        setPending((all) => all.filter((one) => one !== mine));
      }
    },
    [client, handoff, refresh, dismiss],
  );

  return { lists, refusals, tick, dismiss };
}
