'use client';

import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Ellipsis, KeyRound, LogOut, ShieldMinus, ShieldPlus, UserCheck, UserX } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useProjectEvents } from '@/components/frame/use-project-events';
import type { Made } from '@/components/people/made-link';
import { RunNote } from '@/components/policy/run-note';
import { useRun } from '@/components/policy/use-run';
import { ReadNote } from '@/components/settings/read-note';
import { SectionCard } from '@/components/settings/section-card';
import { useTRPCClient } from '@/components/trpc/provider';
import { ActorMark } from '@/components/ui/actor-mark';
import { Button } from '@/components/ui/button';
import { Menu, MenuItem } from '@/components/ui/menu';
import { RelativeTime } from '@/components/ui/relative-time';
import { Skeleton } from '@/components/ui/skeleton';
import { Tag } from '@/components/ui/tag';
import { useToast } from '@/components/ui/toaster';
import type { UserRow } from '@/server/domain/user/user.schema';
import { INSTANCE } from './instance-key';

const ResetDialog = dynamic(() => import('./reset-dialog').then((module) => module.ResetDialog), {
  ssr: false,
});

const KEY = ['instance', 'people'];

/** Everybody who may sign in, and the projects they are in. */
export function PeopleSection() {
  const t = useTranslations('instance.people');
  const trpc = useTRPCClient();
  const client = useQueryClient();
  const people = useInfiniteQuery({
    queryKey: KEY,
    queryFn: ({ pageParam }) =>
      trpc.user.list.query({
        project: INSTANCE,
        arguments: pageParam === '' ? {} : { after: pageParam },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  });
  useProjectEvents(INSTANCE, () => void client.invalidateQueries({ queryKey: KEY }));
  const { data, error, isError, isFetching, refetch } = people;
  if (isError) return <ReadNote error={error} busy={isFetching} onAgain={() => void refetch()} />;
  if (data === undefined) return <Skeleton className="h-60 w-full" />;
  const users = data.pages.flatMap((page) => page.users);
  return (
    <SectionCard flush title={t('title')} detail={t('count', { count: users.length })}>
      <ul aria-label={t('title')}>
        {users.map((user) => (
          <UserLine key={user.id} user={user} />
        ))}
      </ul>
      {people.hasNextPage ? (
        <div className="border-line border-t p-3 text-center">
          <Button loading={people.isFetchingNextPage} onClick={() => void people.fetchNextPage()}>
            {t('moreOnes')}
          </Button>
        </div>
      ) : null}
    </SectionCard>
  );
}

function UserLine({ user }: { user: UserRow }) {
  const t = useTranslations('instance.people');
  const run = useRun(INSTANCE);
  const toast = useToast();
  const locale = useLocale();
  const off = user.disabledAt !== null;
  const [made, setMade] = useState<Made | null>(null);
  const reset = async () => {
    const language = locale === 'ru' ? 'ru' : 'en';
    const answer = await run.run('user.resetLink', { email: user.email, language });
    const { secret, mailed }: { secret?: unknown; mailed?: unknown } = Object(answer?.result);
    if (typeof secret !== 'string') return;
    setMade({
      email: user.email,
      mailed: mailed === true,
      address: `${window.location.origin}/link#${secret}`,
    });
  };
  const act = async (action: string, input: object, done: string) => {
    if (await run.run(action, { email: user.email, ...input })) toast({ title: done });
  };
  return (
    <li
      className="border-line border-t px-4 py-2.5 first:border-t-0 sm:px-4.5"
      data-user={user.email}
      data-disabled={off ? '' : undefined}
    >
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3.5 gap-y-1 sm:flex">
        <div className="flex min-w-0 items-center gap-3 sm:flex-1">
          <ActorMark
            kind="person"
            id={user.id}
            name={user.name}
            size={34}
            label=""
            {...(off ? { variant: 'gone' as const } : {})}
          />
          <div className="min-w-0">
            <p className="flex min-w-0 items-center gap-1.5 max-sm:flex-wrap">
              <span className="truncate font-medium">{user.name}</span>
              {user.you ? <Tag>{t('you')}</Tag> : null}
              {user.admin ? <Tag tone="outline">{t('admin')}</Tag> : null}
              {off ? <Tag tone="stop">{t('disabled')}</Tag> : null}
            </p>
            <p className="truncate text-ink-3 text-meta">{user.email}</p>
          </div>
        </div>
        <p className="min-w-0 truncate text-ink-2 text-meta max-sm:order-1 sm:flex-1">
          {user.projects.length === 0
            ? t('noProject')
            : user.projects
                .map(({ name, permission }) => `${name} (${t(`permission.${permission}`)})`)
                .join(', ')}
        </p>
        <p className="text-right text-ink-3 text-meta max-sm:order-1 sm:w-28">
          {user.seenAt === null ? t('neverSeen') : <RelativeTime iso={user.seenAt} format="ago" focusable />}
        </p>
        <Menu
          align="end"
          trigger={
            <Button
              variant="ghost"
              square
              className="justify-self-end"
              aria-label={t('more', { name: user.name })}
              loading={run.pending}
            >
              <Ellipsis size={16} aria-hidden />
            </Button>
          }
        >
          <MenuItem
            icon={LogOut}
            action="user.signOut"
            onSelect={() => void act('user.signOut', {}, t('signOutDone', { name: user.name }))}
          >
            {t('signOut')}
          </MenuItem>
          {off || user.sample ? null : (
            <MenuItem icon={KeyRound} action="user.resetLink" onSelect={() => void reset()}>
              {t('reset')}
            </MenuItem>
          )}
          <MenuItem
            icon={user.admin ? ShieldMinus : ShieldPlus}
            action="user.setAdmin"
            onSelect={() =>
              void act(
                'user.setAdmin',
                { admin: !user.admin },
                t(user.admin ? 'noAdminDone' : 'adminDone', { name: user.name }),
              )
            }
          >
            {t(user.admin ? 'noAdmin' : 'makeAdmin')}
          </MenuItem>
          {off ? (
            <MenuItem
              icon={UserCheck}
              action="user.enable"
              onSelect={() => void act('user.enable', {}, t('enableDone', { name: user.name }))}
            >
              {t('enable')}
            </MenuItem>
          ) : (
            <MenuItem
              icon={UserX}
              tone="stop"
              action="user.disable"
              onSelect={() => void act('user.disable', {}, t('disableDone', { name: user.name }))}
            >
              {t('disable')}
            </MenuItem>
          )}
        </Menu>
      </div>
      {run.refusal === null ? null : (
        <div className="mt-2.5">
          <RunNote run={run} />
        </div>
      )}
      {made === null ? null : <ResetDialog made={made} name={user.name} onClose={() => setMade(null)} />}
    </li>
  );
}
