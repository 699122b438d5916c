'use client';

import { useTranslations } from 'next-intl';
import { Skeleton } from '@/components/ui/skeleton';
import { usePanelFrame } from './panel-frame';

/** The layout of the panel before its data is there. */
export function PanelSkeleton({ handoff }: { handoff: string }) {
  const t = useTranslations('handoff');
  const { headingId } = usePanelFrame();
  return (
    <div className="flex flex-col gap-4 px-5 py-3.5" aria-busy="true">
      <h2 id={headingId} className="short-id">
        {handoff}
        <span className="sr-only">{t('loading')}</span>
      </h2>
      <Skeleton className="h-6 w-4/5" />
      <Skeleton className="h-11 w-full" />
      <Skeleton className="h-5.5 w-full" />
      <Skeleton className="h-20 w-full" />
      <Skeleton className="h-5 w-3/5" />
      <Skeleton className="h-5 w-2/3" />
    </div>
  );
}
