'use client';

import { useQueryClient } from '@tanstack/react-query';
import { getUntypedClient } from '@trpc/client';
import { useTranslations } from 'next-intl';
import { useCallback, useMemo, useRef, useState } from 'react';
import { v7 } from 'uuid';
import { type Gesture, gestureFor } from '@/components/handoff/gesture.rules';
import { type Refusal, refusalOf } from '@/components/policy/refusal.schema';
import { useTRPCClient } from '@/components/trpc/provider';
import { useToast } from '@/components/ui/toaster';
import { useCallUndo } from '@/components/undo/use-call-undo';
import type { InboxRow } from '@/server/domain/inbox/inbox.schema';
import { type Act, standOf } from './inbox.rules';
import { inboxKey } from './use-inbox';

/** Which act of a row is on its way, or why the last one was refused. */
export interface RowState {
  readonly pending: Act | null;
  readonly refused: { readonly act: Act; readonly refusal: Refusal } | null;
}

export interface InboxActs {
  /** Rows that left before the server said so; see standOf. */
  readonly gone: ReadonlySet<string>;
  readonly stateOf: (handoff: string) => RowState;
  readonly claim: (row: InboxRow) => void;
  readonly nudge: (row: InboxRow) => void;
  readonly reset: (handoff: string) => void;
}

const QUIET: RowState = { pending: null, refused: null };

/** What is done on a row itself. A claim takes the row away at once; a refusal brings it back with the reason below. */
export function useInboxActs(project: string): InboxActs {
  const t = useTranslations('inbox');
  const trpc = useTRPCClient();
  const queries = useQueryClient();
  const toast = useToast();
  const gestures = useRef(new Map<string, Gesture>());
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const [states, setStates] = useState<ReadonlyMap<string, RowState>>(new Map());
  const fresh = useCallback(
    () => queries.invalidateQueries({ queryKey: inboxKey(project) }),
    [queries, project],
  );
  const undo = useCallUndo(project, fresh);

  const set = useCallback((handoff: string, state: RowState) => {
    setStates((before) => new Map(before).set(handoff, state));
  }, []);

  const run = useCallback(
    async (row: InboxRow, act: Act, action: string, input: Record<string, unknown>) => {
      const { handoff } = row.card;
      const gesture = gestureFor(gestures.current.get(handoff) ?? null, action, input, v7);
      gestures.current.set(handoff, gesture);
      set(handoff, { pending: act, refused: null });
      try {
        await getUntypedClient(trpc).mutation(action, {
          project,
          arguments: input,
          idempotencyKey: gesture.key,
        });
        gestures.current.delete(handoff);
        set(handoff, QUIET);
        return true;
      } catch (error) {
        set(handoff, { pending: null, refused: { act, refusal: refusalOf(error) } });
        return false;
      } finally {
        void fresh();
      }
    },
    [trpc, project, set, fresh],
  );

  const claim = useCallback(
    async (row: InboxRow) => {
      const { handoff, version, stage } = row.card;
      const stand = standOf(row);
      setGone((before) => new Set([...before, stand]));
      const input = { handoff, expectedVersion: version };
      if (await run(row, 'claim', 'handoff.claim', input))
        return undo({ action: 'handoff.claim', input }, { stage, items: [] });
      setGone((before) => new Set([...before].filter((each) => each !== stand)));
    },
    [run, undo],
  );

  const nudge = useCallback(
    async (row: InboxRow) => {
      const { handoff, holder } = row.card;
      if (await run(row, 'nudge', 'handoff.nudge', { handoff }))
        toast({ title: t('nudge.done', { handoff, name: holder?.name ?? 'nobody' }), slot: 'nudge' });
    },
    [run, toast, t],
  );

  return useMemo(
    () => ({
      gone,
      stateOf: (handoff) => states.get(handoff) ?? QUIET,
      claim: (row) => void claim(row),
      nudge: (row) => void nudge(row),
      reset: (handoff) => set(handoff, QUIET),
    }),
    [gone, states, claim, nudge, set],
  );
}
