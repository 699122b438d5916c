'use client';

import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useTRPCClient } from '@/components/trpc/provider';
import type { EventLog, EventRow } from '@/server/domain/event/event-log.schema';
import { type EventFilter, narrowedBy } from './event-filter.rules';

/** Rows a read; the list holds what was read and draws what is seen. */
const PAGE = 100;

type Edge = { readonly before?: number; readonly after?: number };

/** The log as far as it was read, newest first, growing at both ends. `seq`: where to begin, null at the head. */
export function useEventLog(project: string, filter: EventFilter, seq: number | null) {
  const client = useTRPCClient();
  const cache = useQueryClient();
  const queryKey = useMemo(() => ['event.log', project, filter, seq], [project, filter, seq]);
  const read = useCallback(
    (edge: Edge) =>
      client.event.log.query({
        project,
        arguments: { ...narrowedBy(filter, Date.now()), ...edge, limit: PAGE },
      }),
    [client, project, filter],
  );
  const initialPageParam: Edge = seq === null ? {} : { before: seq + 1 };
  const query = useInfiniteQuery({
    queryKey,
    initialPageParam,
    queryFn: ({ pageParam }) => read(pageParam),
    getNextPageParam: (last): Edge | null => {
      const end = last.events.at(-1);
      return last.older && end !== undefined ? { before: end.seq } : null;
    },
    // What was read stays as it was: the log only grows.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  const events = useMemo(() => query.data?.pages.flatMap((page) => page.events) ?? [], [query.data]);
  const top = events[0]?.seq ?? 0;
  /** Reads what is newer than the first row and puts it before it. */
  const catchUp = useCallback(async () => {
    const page = await read({ after: top });
    cache.setQueryData<InfiniteData<EventLog, Edge>>(queryKey, (known) => {
      if (known === undefined) return known;
      const seen = known.pages.find((one) => one.events.length > 0)?.events[0]?.seq ?? 0;
      const events: EventRow[] = page.events.filter((event) => event.seq > seen);
      // Read in the background of a filter that hides all of them: nothing to put anywhere.
      if (events.length === 0) return known;
      return {
        pages: [{ ...page, events, older: true }, ...known.pages],
        pageParams: [{ after: seen }, ...known.pageParams],
      };
    });
    return page.newer;
  }, [read, cache, queryKey, top]);
  return { ...query, events, catchUp };
}
