'use client';

import dynamic from 'next/dynamic';
import { PageLoading } from '@/components/frame/page-loading';

/** The page, loaded beside its frame: what stands around it is there at once. */
export const LazyInboxPage = dynamic(() => import('./inbox-page').then((module) => module.InboxPage), {
  ssr: false,
  loading: PageLoading,
});
