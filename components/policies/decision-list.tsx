'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { ArrowRight, Check } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useProjectEvents } from '@/components/frame/use-project-events';
import { useTRPCClient } from '@/components/trpc/provider';
import { ActorMark } from '@/components/ui/actor-mark';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import { Skeleton } from '@/components/ui/skeleton';
import type { PolicyCoverage } from '@/server/domain/policy-log/coverage.schema';

const HANDOFF = /^[A-Z]+-\d+$/;
const PAGE = 10;

/** Whom this policy refused lately: who, what, how often, and the way to what unlocks it. */
export function DecisionList(props: { project: string; policy: Pick<PolicyCoverage, 'id'>; fix: string }) {
  const { project, policy, fix } = props;
  const t = useTranslations('policies');
  const client = useTRPCClient();
  const { data, isError, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['policy.decisions', project, policy.id],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      client.policy.decisions.query({
        project,
        arguments: { policy: policy.id, limit: PAGE, ...(pageParam === '' ? {} : { before: pageParam }) },
      }),
    getNextPageParam: (last) => last.next,
  });
  useProjectEvents(project, (message) => {
    if (message.kind !== 'event' || message.event.type === 'policy.denied') void refetch();
  });
  const decisions = data?.pages.flatMap((page) => page.decisions) ?? [];
  return (
    <section className="rounded-pane bg-surface px-4 py-3 shadow-1" aria-label={t('refusals')}>
      <h3 className="font-semibold text-ink-2 text-meta">{t('refusals')}</h3>
      {data === undefined && !isError ? <Skeleton className="mt-2 h-16 w-full" /> : null}
      {isError ? (
        <p className="mt-1.5 text-meta text-stop" role="alert">
          {t('refusalsUnread')}{' '}
          <button type="button" className="underline" onClick={() => void refetch()}>
            {t('retry')}
          </button>
        </p>
      ) : null}
      {data !== undefined && decisions.length === 0 ? (
        <p className="mt-1.5 text-ink-3 text-meta">{t('noRefusals')}</p>
      ) : null}
      <ol className="mt-1">
        {decisions.map((one) => (
          <li
            key={one.id}
            className="flex gap-2.5 border-line border-t py-2 first:border-0"
            data-decision={one.id}
          >
            <ActorMark
              id={one.actor.id}
              kind={one.actor.kind}
              name={one.actor.name}
              owner={one.actor.owner}
              label=""
            />
            <div className="min-w-0 flex-1 text-meta">
              <p className="break-words">
                {t('refused', {
                  name: one.actor.name,
                  action: one.action,
                  resource: one.resource,
                  count: one.count,
                })}
              </p>
              {one.throughAt === null ? (
                <p className="mt-0.5 text-ink-2">{fix}</p>
              ) : (
                <p className="mt-0.5 flex items-center gap-1 text-go">
                  <Check size={12} aria-hidden />
                  {t('wentThrough')}
                </p>
              )}
              {HANDOFF.test(one.resource) && one.throughAt === null ? (
                <Link
                  href={`/${project}/board?handoff=${one.resource}`}
                  className="mt-1 inline-flex items-center gap-1 rounded-chip font-medium text-agent"
                  data-unlock={one.resource}
                >
                  {t('toUnlock', { handoff: one.resource })}
                  <ArrowRight size={12} aria-hidden />
                </Link>
              ) : null}
            </div>
            <RelativeTime iso={one.lastAt} format="clock" className="text-ink-3 text-micro" />
          </li>
        ))}
      </ol>
      {hasNextPage ? (
        <Button size="sm" className="mt-1" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('older')}
        </Button>
      ) : null}
    </section>
  );
}
