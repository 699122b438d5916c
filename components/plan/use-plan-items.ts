'use client';

import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTRPCClient } from '@/components/trpc/provider';
import type { PlanItems, PlanItemView } from '@/server/domain/plan/plan.schema';

/** Items asked for at once: the first answer is there soon, and the longest plan takes ten. */
const PAGE = 500;
const NONE: ReadonlyMap<number, boolean> = new Map();

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
  const { isFetching, isError, fetchNextPage } = query;
  const next = query.data?.pages.at(-1)?.next ?? null;
  // Whatever else was read meanwhile, and took this one's place: where more is left, it goes on.
  useEffect(() => {
    if (next !== null && !isFetching && !isError) void fetchNextPage();
  }, [next, isFetching, isError, fetchNextPage]);
  // A page that was on its way comes with the pages before it as they were when it was asked for.
  const [marks, setMarks] = useState(NONE);
  const items = useMemo(
    () =>
      withMarks(
        (query.data?.pages ?? []).flatMap((page) => page.items),
        marks,
      ),
    [query.data, marks],
  );
  const mark = useCallback(
    (item: number, checked: boolean) => {
      setMarks((all) => (all.get(item) === checked ? all : new Map(all).set(item, checked)));
      queries.setQueryData<InfiniteData<PlanItems, number>>(key, (data) =>
        data === undefined ? data : { ...data, pages: data.pages.map((page) => marked(page, item, checked)) },
      );
    },
    [queries, key],
  );
  /** Where everything is read again, what is read says more. */
  const forget = useCallback(() => setMarks(NONE), []);
  return { items, query, mark, forget };
}

/** The items with what is known of them since; those that did not change stay the same. */
export function withMarks(
  items: readonly PlanItemView[],
  marks: ReadonlyMap<number, boolean>,
): readonly PlanItemView[] {
  if (marks.size === 0) return items;
  return items.map((each) => {
    const checked = marks.get(each.item) ?? each.checked;
    return checked === each.checked ? each : { ...each, checked };
  });
}

function marked(page: PlanItems, item: number, checked: boolean): PlanItems {
  const change = (each: PlanItemView) => (each.item === item ? { ...each, checked } : each);
  return page.items.some((each) => each.item === item) ? { ...page, items: page.items.map(change) } : page;
}
