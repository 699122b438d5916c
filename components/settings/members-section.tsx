'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useProjectEvents } from '@/components/frame/use-project-events';
import { useTRPC } from '@/components/trpc/provider';
import { Skeleton } from '@/components/ui/skeleton';
import { MemberLine } from './member-line';
import { ReadNote } from './read-note';
import { SectionCard } from './section-card';

/** Events after which the table may say something else. */
const CHANGES =
  /^(member|agent|invitation)\.|^handoff\.(claimed|released|lapsed|completed|sent|returned|routed)$/;

/** Everybody who is in the project: what they may do, where they work, and when they were last here. */
export function MembersSection({ project }: { project: string }) {
  const t = useTranslations('settings.members');
  const trpc = useTRPC();
  const client = useQueryClient();
  const options = trpc.member.list.queryOptions({ project, arguments: {} });
  const { data, error, isError, isFetching, refetch } = useQuery(options);
  useProjectEvents(project, (message) => {
    if (message.kind === 'event' && !CHANGES.test(message.event.type)) return;
    void client.invalidateQueries({ queryKey: options.queryKey });
  });
  const able =
    data?.members.filter(({ disabled, accountDisabled }) => !disabled && !accountDisabled).length ?? 0;
  return (
    <SectionCard
      flush
      title={t('title')}
      detail={data ? t('count', { count: able, all: data.members.length }) : undefined}
    >
      {isError ? (
        <div className="p-4">
          <ReadNote error={error} busy={isFetching} onAgain={() => void refetch()} />
        </div>
      ) : null}
      {data ? (
        <ul aria-label={t('title')}>
          {data.members.map((member) => (
            <MemberLine key={member.id} project={project} member={member} roles={data.roles} />
          ))}
        </ul>
      ) : isError ? null : (
        <div role="status" aria-label={t('loading')}>
          {[0, 1, 2, 3].map((line) => (
            <div
              key={line}
              className="flex h-14.5 items-center gap-3 border-line border-t px-4.5 first:border-t-0"
            >
              <Skeleton className="size-8.5 rounded-full" />
              <Skeleton className="h-4 w-40" />
              <Skeleton className="ml-auto h-7 w-28" />
              <Skeleton className="h-7 w-40" />
            </div>
          ))}
        </div>
      )}
    </SectionCard>
  );
}
