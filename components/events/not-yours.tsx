'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { TopBar } from '@/components/frame/top-bar';
import { useTRPC } from '@/components/trpc/provider';
import { EmptyState } from '@/components/ui/empty-state';

/** For whoever opened the log's address without being an admin: who may read it, whom to ask, and what they can read. */
export function NotYours({ project }: { project: string }) {
  const t = useTranslations('events');
  const locale = useLocale();
  const trpc = useTRPC();
  const { data } = useQuery(trpc.project.members.queryOptions({ project, arguments: {} }));
  const admins = (data?.members ?? [])
    .filter(({ permission, disabled }) => permission === 'admin' && !disabled)
    .map(({ actor }) => actor.name);
  return (
    <>
      <TopBar title={t('title')} />
      <div className="grid flex-1 place-items-center" data-denial="permission.required">
        <EmptyState
          title={t('notYours.title')}
          action={
            <Link href={`/${project}/board`} className="btn" data-variant="plain">
              {t('notYours.toBoard')}
            </Link>
          }
        >
          {t('notYours.ask', {
            names:
              admins.length === 0
                ? t('notYours.anAdmin')
                : new Intl.ListFormat(locale, { type: 'disjunction' }).format(admins),
          })}{' '}
          {t('notYours.instead')}
        </EmptyState>
      </div>
    </>
  );
}
