'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getUntypedClient } from '@trpc/client';
import { useCallback, useMemo } from 'react';
import { useProjectEvents } from '@/components/frame/use-project-events';
import { refusalOf } from '@/components/policy/refusal.schema';
import { useTRPCClient } from '@/components/trpc/provider';

/** Calls are no events, so that lights are asked for; a first call, a refusal and a change come by themselves. */
const LOOK_MS = 5_000;
const KEY = 'agents';
const SHOWN = 30;

const OURS = /^(agent|token|policy|handoff)\./;

/** Who may not see it is not told otherwise every five seconds. */
function interval({ state: { error } }: { state: { error: unknown } }): number | false {
  return error !== null && refusalOf(error).kind !== 'offline' ? false : LOOK_MS;
}

/** Everything the page asks the server, under one key, so that one event makes all of it fresh. */
export function useAgentDoor(project: string) {
  const trpc = useTRPCClient();
  const queries = useQueryClient();
  const refresh = useCallback(
    () => queries.invalidateQueries({ queryKey: [KEY, project] }),
    [queries, project],
  );
  const run = useCallback(
    async (action: string, input: object, idempotencyKey: string): Promise<Record<string, unknown>> => {
      const answer = await getUntypedClient(trpc).mutation(action, {
        project,
        arguments: input,
        idempotencyKey,
      });
      return Object(Object(answer).result);
    },
    [trpc, project],
  );
  return useMemo(() => ({ project, trpc, refresh, run }), [project, trpc, refresh, run]);
}
export type AgentDoor = ReturnType<typeof useAgentDoor>;

export function useAgents({ project, trpc }: AgentDoor) {
  return useQuery({
    queryKey: [KEY, project, 'list'],
    queryFn: () => trpc.agent.list.query({ project, arguments: { limit: 200 } }),
    refetchInterval: interval,
    staleTime: 0,
  });
}

/** Of one agent, or of every agent one may see. */
export function useCalls({ project, trpc }: AgentDoor, agent: string | null) {
  return useQuery({
    queryKey: [KEY, project, 'calls', agent],
    queryFn: () =>
      trpc.agent.calls.query({
        project,
        arguments: agent === null ? { limit: SHOWN } : { agent, limit: SHOWN },
      }),
    refetchInterval: interval,
    staleTime: 0,
  });
}

export function useChoices({ project, trpc }: AgentDoor, enabled: boolean) {
  return useQuery({
    queryKey: [KEY, project, 'choices'],
    queryFn: () => trpc.agent.choices.query({ project, arguments: {} }),
    enabled,
  });
}

/** Reads again when something happened that the page shows. */
export function useAgentEvents({ project, refresh }: AgentDoor): void {
  useProjectEvents(project, (message) => {
    if (message.kind === 'reset' || (message.kind === 'event' && OURS.test(message.event.type)))
      void refresh();
  });
}
