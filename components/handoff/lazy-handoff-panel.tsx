'use client';

import dynamic from 'next/dynamic';

/** The panel, loaded once a handoff is opened: forms, Markdown and checklists are more than a page that lists them. */
export const LazyHandoffPanel = dynamic(
  () => import('./handoff-panel').then((module) => module.HandoffPanel),
  { ssr: false },
);
