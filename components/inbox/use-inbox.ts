'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { setServerTime } from '@/components/board/server-clock';
import { useProjectEvents } from '@/components/frame/use-project-events';
import { useTRPCClient } from '@/components/trpc/provider';

/** Rows the page shows; whoever has more starts with the oldest. */
const SHOWN = 50;
/** Events come in swarms; one question serves those of so many ms. */
const GATHER_MS = 150;
/** Only these change what waits for whom. */
const OURS = /^(handoff|inbox|member|agent)\./;

export const inboxKey = (project: string) => ['inbox', project] as const;

export function useInbox(project: string) {
  const trpc = useTRPCClient();
  return useQuery({
    queryKey: inboxKey(project),
    queryFn: async () => {
      const list = await trpc.inbox.list.query({ project, arguments: { limit: SHOWN } });
      setServerTime(list.now);
      return list;
    },
  });
}

/** Has the list read again when something happened that may change it. */
export function useInboxEvents(project: string): void {
  const queries = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useProjectEvents(project, (message) => {
    if (message.kind === 'event' && !OURS.test(message.event.type)) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(
      () => void queries.invalidateQueries({ queryKey: inboxKey(project) }),
      GATHER_MS,
    );
  });
}

/** How much waits for the reader; null until it is known. */
export function useInboxCount(project: string): number | null {
  const trpc = useTRPCClient();
  const { data } = useQuery({
    queryKey: [...inboxKey(project), 'count'],
    queryFn: async () => {
      const { counts } = await trpc.inbox.list.query({ project, arguments: { limit: 1 } });
      return Object.values(counts).reduce((sum, count) => sum + count, 0);
    },
  });
  return data ?? null;
}
