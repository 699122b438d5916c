'use client';

import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useProjectEvents } from '@/components/frame/use-project-events';
import { useTRPCClient } from '@/components/trpc/provider';

export type Stream = 'event' | 'tech' | 'meta';

/** Everything this page reads stands under one key, so that one word makes it read again. */
const under = (project: string, ...rest: readonly unknown[]) => ['sessions', project, ...rest] as const;

/** Milliseconds in which events are gathered before the page reads again. */
const GATHER_MS = 400;

/** Reads again after what happened, gathered, so that a busy project does not mean a busy page. */
export function useFollow(project: string): void {
  const queries = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(() => () => clearTimeout(timer.current ?? undefined), []);
  useProjectEvents(project, (message) => {
    if (message.kind === 'at' || timer.current !== null) return;
    timer.current = setTimeout(() => {
      timer.current = null;
      void queries.invalidateQueries({ queryKey: under(project) });
    }, GATHER_MS);
  });
}

export function useLanes(project: string, hours: number) {
  const trpc = useTRPCClient();
  return useQuery({
    queryKey: under(project, 'lanes', hours),
    queryFn: () => trpc.session.lanes.query({ project, arguments: { hours } }),
    placeholderData: (before) => before,
  });
}

export function useSessionDetail(project: string, session: string) {
  const trpc = useTRPCClient();
  return useQuery({
    queryKey: under(project, 'get', session),
    queryFn: () => trpc.session.get.query({ project, arguments: { session } }),
  });
}

export function useBrief(project: string, session: string, budget: number) {
  const trpc = useTRPCClient();
  return useQuery({
    queryKey: under(project, 'brief', session, budget),
    queryFn: async () => (await trpc.session.brief.query({ project, arguments: { session, budget } })).brief,
    placeholderData: (before) => before,
  });
}

export function useTimeline(project: string, session: string, streams: readonly Stream[]) {
  const trpc = useTRPCClient();
  return useInfiniteQuery({
    queryKey: under(project, 'timeline', session, streams.join()),
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      trpc.session.timeline.query({
        project,
        arguments: { session, streams: [...streams], ...(pageParam === '' ? {} : { before: pageParam }) },
      }),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

/** Newest sessions of the project, page by page. */
export function useSessionList(project: string) {
  const trpc = useTRPCClient();
  return useInfiniteQuery({
    queryKey: under(project, 'list'),
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      trpc.session.list.query({
        project,
        arguments: { limit: 50, ...(pageParam === '' ? {} : { before: pageParam }) },
      }),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}
