'use client';

import { getUntypedClient } from '@trpc/client';
import { useMemo } from 'react';
import { useTRPCClient } from '@/components/trpc/provider';
import type { PanelClient } from './panel-client';

/** The panel's doors over tRPC. Queries are typed; an action goes out by its name, as the server listed it. */
export function useTrpcPanelClient(project: string): PanelClient {
  const trpc = useTRPCClient();
  return useMemo(
    () => ({
      detail: (handoff) => trpc.handoff.get.query({ project, arguments: { handoff } }),
      available: (handoff) => trpc.actions.available.query({ project, arguments: { handoff } }),
      stages: async () => (await trpc.board.window.query({ project, arguments: { perStage: 1 } })).stages,
      people: async () => {
        const { members } = await trpc.project.members.query({ project, arguments: {} });
        return members
          .filter(({ disabled }) => !disabled)
          .map(({ actor, roles }) => ({ id: actor.id, kind: actor.kind, name: actor.name, roles }));
      },
      roles: async () => {
        const { view } = await trpc.project.get.query({ project, arguments: {} });
        return view.roles.map(({ key, name }) => ({ key, name }));
      },
      sessionEntries: async (handoff) =>
        (await trpc.session.entries.query({ project, arguments: { handoff } })).entries,
      run: async ({ action, input, idempotencyKey }) => {
        const answer = await getUntypedClient(trpc).mutation(action, {
          project,
          arguments: input,
          idempotencyKey,
        });
        return typeof answer === 'object' && answer !== null && 'result' in answer ? answer.result : null;
      },
    }),
    [trpc, project],
  );
}
