'use client';

import { getUntypedClient } from '@trpc/client';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { v7 } from 'uuid';
import { useTRPCClient } from '@/components/trpc/provider';
import { type Before, compensationOf, type DoneCall, moveBack } from './compensation.rules';
import { useUndo } from './undo-provider';

/**
 * Offers to take back a call on a handoff. A move is offered only where the server, asked now, allows one that leads
 * back: nobody is promised an undo that a policy refuses. `after` runs when it was taken back.
 */
export function useCallUndo(
  project: string,
  after: (handoff: string) => unknown,
): (done: DoneCall, before: Before) => void {
  const t = useTranslations('undo');
  const trpc = useTRPCClient();
  const offer = useUndo();
  return useCallback(
    (done, before) => {
      const handoff = String(done.input.handoff ?? '');
      const compensation = compensationOf(done, before);
      if (compensation === null) return;
      const call = async ({ action, input }: DoneCall) => {
        await getUntypedClient(trpc).mutation(action, { project, arguments: input, idempotencyKey: v7() });
        after(handoff);
      };
      const title = t(`done.${done.action.replace('.', '_')}`, { handoff });
      if (compensation.kind === 'call') return offer({ title, back: () => call(compensation.call) });
      void trpc.actions.available.query({ project, arguments: { handoff } }).then(
        ({ actions }) => {
          const back = moveBack(compensation, handoff, actions, t('reason'));
          if (back !== null) offer({ title, back: () => call(back) });
        },
        // Without an answer there is no way back to offer; the move itself stands.
        () => undefined,
      );
    },
    [project, trpc, offer, after, t],
  );
}
