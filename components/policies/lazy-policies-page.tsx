'use client';

import dynamic from 'next/dynamic';
import { PageLoading } from '@/components/frame/page-loading';

/** The page, loaded beside its frame: what stands around it is there at once. */
export const LazyPoliciesPage = dynamic(
  () => import('./policies-page').then((module) => module.PoliciesPage),
  {
    ssr: false,
    loading: PageLoading,
  },
);
