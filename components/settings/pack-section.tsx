'use client';

import { useTranslations } from 'next-intl';
import { PackView } from '@/components/pack/pack-view';
import { RelativeTime } from '@/components/ui/relative-time';
import { Skeleton } from '@/components/ui/skeleton';
import { useProjectView } from './project-section';
import { ReadNote } from './read-note';
import { SectionCard } from './section-card';

/** What the project was made of, as it is now. */
export function PackSection({ project }: { project: string }) {
  const t = useTranslations('settings.pack');
  const { data, error, isError, isFetching, refetch } = useProjectView(project);
  if (isError) return <ReadNote error={error} busy={isFetching} onAgain={() => void refetch()} />;
  if (data === undefined) return <Skeleton className="h-80 w-full" />;
  return (
    <SectionCard
      title={t('title', { pack: data.pack })}
      detail={
        <>
          {t('made')} <RelativeTime iso={data.createdAt} format="ago" focusable />
        </>
      }
    >
      <PackView view={data.view} />
    </SectionCard>
  );
}
