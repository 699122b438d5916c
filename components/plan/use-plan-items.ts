'use client';

import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo } from 'react';
import { useTRPCClient } from '@/components/trpc/provider';
import type { PlanItems, PlanItemView } from '@/server/domain/plan/plan.schema';

/** Items asked for at once: the first answer is there soon, and the longest plan takes ten. */
const PAGE = 500;

/** The items of one phase: the first page at once, the others one after the other. */
export function usePlanItems(project: string, plan: string, phase: string) {
  const trpc = useTRPCClient();
  const queries = useQueryClient();
  const key = useMemo(() => ['plan', project, plan, 'items', phase] as const, [project, plan, phase]);
  const query = useInfiniteQuery({
    queryKey: key,
    initialPageParam: 0,
    queryFn: ({ pageParam }) =>
      trpc.plan.items.query({
        project,
        arguments: { plan, phase, after: pageParam, limit: PAGE, full: true },
      }),
    getNextPageParam: (page) => page.next,
  });
  const { hasNextPage, isFetchingNextPage, isError, fetchNextPage } = query;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !isError) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isError, fetchNextPage]);
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const mark = useCallback(
    (item: number, checked: boolean) => {
      queries.setQueryData<InfiniteData<PlanItems, number>>(key, (data) =>
        data === undefined ? data : { ...data, pages: data.pages.map((page) => marked(page, item, checked)) },
      );
    },
    [queries, key],
  );
  return { items, query, mark, complete: query.isSuccess && !hasNextPage };
}

function marked(page: PlanItems, item: number, checked: boolean): PlanItems {
  const change = (each: PlanItemView) => (each.item === item ? { ...each, checked } : each);
  return page.items.some((each) => each.item === item) ? { ...page, items: page.items.map(change) } : page;
}
