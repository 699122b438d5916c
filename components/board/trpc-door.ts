'use client';

import { getUntypedClient } from '@trpc/client';
import { useMemo } from 'react';
import { projectStream } from '@/components/frame/project-stream';
import { recordOf } from '@/components/policy/wire.schema';
import { useTRPCClient } from '@/components/trpc/provider';
import type { BoardDoor } from './board-door';

/** The board's questions and actions over tRPC. Questions are typed; an action goes out by its name. */
export function useTrpcDoor(project: string): BoardDoor {
  const trpc = useTRPCClient();
  return useMemo<BoardDoor>(
    () => ({
      project,
      window: () => trpc.board.window.query({ project, arguments: {} }),
      stage: (input) => trpc.board.stage.query({ project, arguments: input }),
      cards: (handoffs) => trpc.board.cards.query({ project, arguments: { handoffs } }),
      available: (handoff) =>
        trpc.actions.available.query({ project, arguments: { handoff, prefix: 'handoff.' } }),
      act: async (action, input, idempotencyKey) => {
        const answer = await getUntypedClient(trpc).mutation(action, {
          project,
          arguments: input,
          idempotencyKey,
        });
        // A comment answers with no more than its own id; the handoff is the one that was named.
        const { handoff } = recordOf(recordOf(answer).result);
        return { handoff: typeof handoff === 'string' ? handoff : String(input.handoff ?? '') };
      },
      stream: projectStream(project),
    }),
    [trpc, project],
  );
}
