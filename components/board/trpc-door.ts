'use client';

import { getUntypedClient } from '@trpc/client';
import { useMemo } from 'react';
import * as z from 'zod/mini';
import { projectStream } from '@/components/frame/project-stream';
import { useTRPCClient } from '@/components/trpc/provider';
import type { BoardDoor } from './board-door';

const Answer = z.object({ result: z.object({ handoff: z.string() }) });

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
        const named = Answer.safeParse(answer);
        return named.success ? named.data.result : { handoff: String(input.handoff ?? '') };
      },
      stream: projectStream(project),
    }),
    [trpc, project],
  );
}
