'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Pause, Play } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ReadNote } from '@/components/settings/read-note';
import { SectionCard } from '@/components/settings/section-card';
import { useTRPC } from '@/components/trpc/provider';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import { Skeleton } from '@/components/ui/skeleton';
import { DatabaseCards } from './database-cards';
import { INSTANCE } from './instance-key';
import { ProcessCards } from './process-cards';
import { WaitingCards } from './waiting-cards';

/** While somebody looks; a page in the background asks for nothing. */
const EVERY_MS = 3_000;

/** How the instance does, read again and again while it is looked at. */
export function OperationsSection() {
  const t = useTranslations('instance.operations');
  const trpc = useTRPC();
  const [paused, setPaused] = useState(false);
  const seen = useQuery({
    ...trpc.instance.operations.queryOptions({ project: INSTANCE, arguments: {} }),
    refetchInterval: paused ? false : EVERY_MS,
    placeholderData: keepPreviousData,
  });
  const { data } = seen;
  const note = seen.isError ? (
    <ReadNote error={seen.error} busy={seen.isFetching} onAgain={() => void seen.refetch()} />
  ) : null;
  if (data === undefined) return note ?? <Skeleton className="h-60 w-full" />;
  return (
    <>
      {note}
      <SectionCard
        title={t('title')}
        detail={
          <>
            {t('asOf')} <RelativeTime iso={data.at} format="ago" />
          </>
        }
        aside={
          <Button
            size="sm"
            aria-pressed={paused}
            onClick={() => setPaused((before) => !before)}
            data-open="pause"
          >
            {paused ? <Play size={14} aria-hidden /> : <Pause size={14} aria-hidden />}
            {t('pause')}
          </Button>
        }
      >
        <p className="text-ink-2">{data.process === null ? t('nobodyCounts') : t('whose')}</p>
      </SectionCard>
      {data.process === null ? null : <ProcessCards view={data.process} />}
      <WaitingCards timers={data.timers} cursors={data.cursors} jobs={data.process?.jobs ?? []} />
      <DatabaseCards database={data.database} projects={data.projects} />
    </>
  );
}
