'use client';

import { useTranslations } from 'next-intl';
import { Skeleton } from '../ui/skeleton';
import { TopBar } from './top-bar';

/** A page whose code is on its way: the bar, and rows in sunken bars. */
export function PageLoading() {
  const t = useTranslations('frame');
  return (
    <>
      <TopBar title="" />
      <div className="flex flex-1 flex-col gap-2 p-5" role="status" aria-label={t('loading')}>
        {[0, 1, 2, 3, 4].map((at) => (
          <Skeleton key={at} className="h-13 w-full" />
        ))}
      </div>
    </>
  );
}
