'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Ellipsis, Settings2, Trash2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useProjectEvents } from '@/components/frame/use-project-events';
import { RunNote } from '@/components/policy/run-note';
import { useRun } from '@/components/policy/use-run';
import { ReadNote } from '@/components/settings/read-note';
import { SectionCard } from '@/components/settings/section-card';
import { useTRPC } from '@/components/trpc/provider';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Menu, MenuItem } from '@/components/ui/menu';
import { RelativeTime } from '@/components/ui/relative-time';
import { Skeleton } from '@/components/ui/skeleton';
import { Tag } from '@/components/ui/tag';
import { useToast } from '@/components/ui/toaster';
import type { ProjectRow, TombstoneRow } from '@/server/domain/project/project.schema';
import { INSTANCE } from './instance-key';

const ConfirmDialog = dynamic(
  () => import('@/components/policy/confirm-dialog').then((module) => module.ConfirmDialog),
  { ssr: false },
);

/** Every project there is, and what stays of those that were removed. */
export function ProjectsSection() {
  const t = useTranslations('instance.projects');
  const trpc = useTRPC();
  const client = useQueryClient();
  const options = trpc.project.list.queryOptions({ project: INSTANCE, arguments: {} });
  const { data, error, isError, isFetching, refetch } = useQuery(options);
  useProjectEvents(INSTANCE, () => void client.invalidateQueries({ queryKey: options.queryKey }));
  if (isError) return <ReadNote error={error} busy={isFetching} onAgain={() => void refetch()} />;
  if (data === undefined) return <Skeleton className="h-60 w-full" />;
  return (
    <>
      <SectionCard flush title={t('title')} detail={t('count', { count: data.projects.length })}>
        {data.projects.length === 0 ? (
          <EmptyState
            className="py-10"
            action={
              <Link href="/instance?create=1" className="btn" data-variant="primary">
                {t('first')}
              </Link>
            }
          >
            {t('empty')}
          </EmptyState>
        ) : (
          <ul aria-label={t('title')}>
            {data.projects.map((project) => (
              <ProjectLine key={project.id} project={project} />
            ))}
          </ul>
        )}
      </SectionCard>
      {data.tombstones.length === 0 ? null : (
        <SectionCard flush title={t('removed')} detail={t('removedDetail')}>
          <ul aria-label={t('removed')}>
            {data.tombstones.map((stone) => (
              <TombstoneLine key={stone.id} stone={stone} />
            ))}
          </ul>
        </SectionCard>
      )}
    </>
  );
}

function ProjectLine({ project }: { project: ProjectRow }) {
  const t = useTranslations('instance.projects');
  const run = useRun(INSTANCE);
  const router = useRouter();
  const toast = useToast();
  const [removing, setRemoving] = useState(false);
  const remove = async (confirm: string) => {
    if (await run.run('project.remove', { project: project.key, confirm })) {
      setRemoving(false);
      toast({ title: t('removeDone', { name: project.name }) });
    }
  };
  const member = project.permission !== null;
  return (
    <li
      className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3.5 gap-y-1 border-line sm:flex border-t px-4 py-2.5 first:border-t-0 sm:px-4.5"
      data-project={project.key}
    >
      <div className="min-w-0 sm:flex-1">
        <p className="flex min-w-0 items-center gap-1.5">
          {member ? (
            <Link href={`/${project.key}/board`} className="truncate font-medium hover:underline">
              {project.name}
            </Link>
          ) : (
            <span className="truncate font-medium">{project.name}</span>
          )}
          {project.sample ? <Tag>{t('sample')}</Tag> : null}
          {project.archivedAt === null ? null : <Tag tone="wait">{t('archived')}</Tag>}
        </p>
        <p className="truncate text-ink-3 text-meta">
          <span className="mono">
            {project.key} · {project.prefix}
          </span>
          {' · '}
          {t('fromPack', { pack: project.pack })}
        </p>
      </div>
      <p className="min-w-0 text-ink-2 text-meta max-sm:order-1">
        {t('size', { people: project.people, agents: project.agents, handoffs: project.handoffs })}
      </p>
      <p className="text-right text-ink-3 text-meta max-sm:order-1 sm:w-24">
        <RelativeTime iso={project.createdAt} format="ago" focusable />
      </p>
      <Menu
        align="end"
        trigger={
          <Button
            variant="ghost"
            square
            className="justify-self-end"
            aria-label={t('more', { name: project.name })}
          >
            <Ellipsis size={16} aria-hidden />
          </Button>
        }
      >
        {project.permission === 'admin' ? (
          <MenuItem
            icon={Settings2}
            action="settings"
            onSelect={() => router.push(`/${project.key}/settings?section=project`)}
          >
            {t('settings')}
          </MenuItem>
        ) : null}
        <MenuItem icon={Trash2} tone="stop" action="project.remove" onSelect={() => setRemoving(true)}>
          {t('remove')}
        </MenuItem>
      </Menu>
      {removing ? (
        <ConfirmDialog
          name={project.key}
          title={t('removeTitle', { name: project.name })}
          submit={t('removeSubmit')}
          action="project.remove"
          pending={run.pending}
          refusal={<RunNote run={run} />}
          onConfirm={(confirm) => void remove(confirm)}
          onClose={() => setRemoving(false)}
        >
          {t('removeText', { people: project.people, handoffs: project.handoffs })}
        </ConfirmDialog>
      ) : null}
    </li>
  );
}

function TombstoneLine({ stone }: { stone: TombstoneRow }) {
  const t = useTranslations('instance.projects');
  return (
    <li
      className="flex flex-wrap items-center gap-x-3.5 gap-y-1 border-line border-t px-4 py-2.5 first:border-t-0 sm:px-4.5"
      data-tombstone={stone.key}
    >
      <div className="min-w-0 flex-1 basis-52">
        <p className="flex min-w-0 items-center gap-1.5">
          <span className="truncate font-medium text-ink-2">{stone.name}</span>
          {stone.buriedAt === null ? <Tag tone="wait">{t('burying')}</Tag> : null}
        </p>
        <p className="truncate text-ink-3 text-meta">
          <span className="mono">{stone.key}</span>
          {' · '}
          {t('by', { name: stone.by })} <RelativeTime iso={stone.removedAt} format="ago" focusable />
        </p>
      </div>
      <p className="text-ink-2 text-meta">{t('had', { handoffs: stone.handoffs })}</p>
      <p className="mono text-ink-3 text-meta" title={stone.lastHash}>
        {t('head', { seq: stone.lastSeq, hash: stone.lastHash.slice(0, 12) })}
      </p>
    </li>
  );
}
