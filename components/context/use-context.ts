'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useProjectEvents } from '@/components/frame/use-project-events';
import { useTRPCClient } from '@/components/trpc/provider';
import type { Layer } from '@/server/domain/context/context.schema';

const under = (project: string, ...rest: readonly string[]) => ['context', project, ...rest] as const;

/** '' reads what the reader's own session would be given. */
export function useContextList(project: string, session: string) {
  const trpc = useTRPCClient();
  return useQuery({
    queryKey: under(project, 'list', session),
    queryFn: () => trpc.context.list.query({ project, arguments: session === '' ? {} : { session } }),
    placeholderData: (before) => before,
  });
}

/** Sessions whose context can be looked at: those that go on, or could. */
export function useOpenSessions(project: string) {
  const trpc = useTRPCClient();
  return useQuery({
    queryKey: under(project, 'sessions'),
    queryFn: async () => {
      const { sessions } = await trpc.session.list.query({ project, arguments: { limit: 100 } });
      return sessions.filter(({ state }) => state !== 'finished');
    },
  });
}

export function useContextHistory(project: string, layer: Layer, key: string) {
  const trpc = useTRPCClient();
  return useQuery({
    queryKey: under(project, 'history', layer, key),
    queryFn: async () => (await trpc.context.history.query({ project, arguments: { layer, key } })).versions,
  });
}

export function useContextFollow(project: string): void {
  const queries = useQueryClient();
  useProjectEvents(project, (message) => {
    const touched =
      message.kind === 'reset' ||
      (message.kind === 'event' && /^(context|session)\./.test(message.event.type));
    if (touched) void queries.invalidateQueries({ queryKey: under(project) });
  });
}
