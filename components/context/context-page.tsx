'use client';

import { Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { LiveLight } from '@/components/frame/live-light';
import { TopBar } from '@/components/frame/top-bar';
import { useLive } from '@/components/frame/use-project-events';
import { ReadFailure } from '@/components/sessions/read-failure';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Select } from '@/components/ui/field';
import { Skeleton } from '@/components/ui/skeleton';
import { ContextEntries } from './context-entries';
import { ContextGiven } from './context-given';
import type { Editing } from './editing';
import { useContextFollow, useContextList, useOpenSessions } from './use-context';

const EntryDialog = dynamic(() => import('./entry-dialog').then((module) => module.EntryDialog));

/** What agents are given: three layers, what hides what, where each value comes from, and what it costs. */
export function ContextPage({ project }: { project: string }) {
  const t = useTranslations('context');
  const [session, setSession] = useState('');
  const [editing, setEditing] = useState<Editing | null>(null);
  const list = useContextList(project, session);
  const sessions = useOpenSessions(project);
  const live = useLive(project);
  useContextFollow(project);
  return (
    <>
      <TopBar
        title={t('title')}
        live={<LiveLight state={live === 'connecting' ? 'idle' : live} />}
        primary={
          <Button
            variant="primary"
            className="relative"
            data-action="context.set"
            onClick={() => setEditing({ kind: 'new' })}
          >
            <Plus size={16} aria-hidden className="sm:hidden" />
            <span className="max-sm:sr-only">{t('add')}</span>
          </Button>
        }
      />
      <div
        className="flex min-h-0 flex-1 flex-col gap-3.5 overflow-y-auto p-4 sm:p-5"
        data-live={live === 'on' ? 'on' : undefined}
        data-page="context"
      >
        <p className="max-w-170 text-read text-ink-2">{t('lead')}</p>
        {list.isError && list.data === undefined ? (
          <ReadFailure error={list.error} onAgain={() => void list.refetch()} />
        ) : list.data === undefined ? (
          <Skeleton className="h-72 w-full" />
        ) : (
          <div className="grid grid-cols-1 items-start gap-3.5 lg:grid-cols-[minmax(0,1fr)_minmax(0,26rem)]">
            {list.data.entries.length === 0 ? (
              <EmptyState action={<Button onClick={() => setEditing({ kind: 'new' })}>{t('add')}</Button>}>
                {t('empty')}
              </EmptyState>
            ) : (
              <ContextEntries entries={list.data.entries} onEdit={setEditing} />
            )}
            <div className="flex flex-col gap-2.5">
              <Select
                aria-label={t('for')}
                value={session}
                onChange={setSession}
                options={[
                  { value: '', label: t('forMe') },
                  ...(sessions.data ?? []).map(({ id, actor, handoff, mode }) => ({
                    value: id,
                    label: `${actor.name} ${handoff ?? ''} [${mode}]`,
                  })),
                ]}
              />
              <ContextGiven list={list.data} />
            </div>
          </div>
        )}
      </div>
      {editing === null ? null : (
        <EntryDialog project={project} editing={editing} onClose={() => setEditing(null)} />
      )}
    </>
  );
}
