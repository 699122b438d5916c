'use client';

import dynamic from 'next/dynamic';
import { PageLoading } from '@/components/frame/page-loading';

/** The page, loaded beside its frame: what stands around it is there at once. */
export const LazyEventsPage = dynamic(() => import('./events-page').then((module) => module.EventsPage), {
  ssr: false,
  loading: PageLoading,
});
