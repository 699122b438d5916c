'use client';

import { useTranslations } from 'next-intl';
import { useInboxCount, useInboxEvents } from './use-inbox';

/** How much waits for the reader, on the way to their inbox; nothing where nothing does. */
export function InboxBadge({ project }: { project: string }) {
  const t = useTranslations('inbox');
  useInboxEvents(project);
  const count = useInboxCount(project);
  if (count === null || count === 0) return null;
  return (
    <span className="inbox-badge">
      <span aria-hidden="true">{count > 99 ? '99+' : count}</span>
      <span className="sr-only">{t('waits', { count })}</span>
    </span>
  );
}
