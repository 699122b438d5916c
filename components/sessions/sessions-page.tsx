'use client';

import { Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { LiveLight } from '@/components/frame/live-light';
import { TopBar } from '@/components/frame/top-bar';
import { useLive } from '@/components/frame/use-project-events';
import { usePhone } from '@/components/handoff/use-phone';
import { refusalOf } from '@/components/policy/refusal.schema';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Segmented } from '@/components/ui/segmented';
import { Skeleton } from '@/components/ui/skeleton';
import { TabPanel, Tabs } from '@/components/ui/tabs';
import { ReadFailure } from './read-failure';
import { SessionBrief } from './session-brief';
import { SessionLanes } from './session-lanes';
import { SessionList } from './session-list';
import { SessionTimeline } from './session-timeline';
import './sessions.css';
import { useFollow, useLanes, useSessionDetail } from './use-sessions';

const StartDialog = dynamic(() => import('./start-dialog').then((module) => module.StartDialog));

const WINDOWS = { day: 24, half: 4, hour: 1 } as const;
type Window = keyof typeof WINDOWS;

/** Who worked when, what they wrote, and what somebody would need to go on. */
export function SessionsPage({ project, session }: { project: string; session: string | null }) {
  const t = useTranslations('sessions');
  const [window, setWindow] = useState<Window>('half');
  const [starting, setStarting] = useState(false);
  const lanes = useLanes(project, WINDOWS[window]);
  const live = useLive(project);
  useFollow(project);
  const chosen =
    session ??
    lanes.data?.sessions.findLast(({ state }) => state !== 'finished')?.id ??
    lanes.data?.sessions.at(-1)?.id ??
    null;

  // One note for one failure: what the panes read fails for the same reason.
  const unread = lanes.isError && lanes.data === undefined;

  return (
    <>
      <TopBar
        title={t('title')}
        live={<LiveLight state={live === 'connecting' ? 'idle' : live} />}
        primary={
          <Button
            variant="primary"
            className="relative"
            data-action="session.start"
            onClick={() => setStarting(true)}
          >
            <Plus size={16} aria-hidden className="sm:hidden" />
            <span className="max-sm:sr-only">{t('start')}</span>
          </Button>
        }
      >
        <Segmented
          className="max-sm:hidden"
          label={t('window')}
          value={window}
          onChange={setWindow}
          options={[
            { value: 'day', label: t('windows.day') },
            { value: 'half', label: t('windows.half') },
            { value: 'hour', label: t('windows.hour') },
          ]}
        />
      </TopBar>
      <div
        className="flex min-h-0 flex-1 flex-col gap-3.5 overflow-y-auto p-4 sm:p-5"
        data-live={live === 'on' ? 'on' : undefined}
        data-page="sessions"
      >
        {unread ? (
          <ReadFailure error={lanes.error} onAgain={() => void lanes.refetch()} />
        ) : (
          <>
            {lanes.data === undefined ? (
              <Skeleton className="h-48 w-full" />
            ) : lanes.data.sessions.length === 0 ? (
              session === null ? (
                <EmptyState action={<Button onClick={() => setStarting(true)}>{t('start')}</Button>}>
                  {t('empty')}
                </EmptyState>
              ) : null
            ) : (
              <SessionLanes data={lanes.data} project={project} selected={chosen} />
            )}
            {chosen === null ? (
              <SessionList project={project} selected={null} />
            ) : (
              <Panes project={project} session={chosen} />
            )}
          </>
        )}
      </div>
      {starting ? <StartDialog project={project} onClose={() => setStarting(false)} /> : null}
    </>
  );
}

/** Log and brief side by side; one behind the other on a phone. */
function Panes({ project, session }: { project: string; session: string }) {
  const t = useTranslations('sessions');
  const phone = usePhone();
  const [tab, setTab] = useState<'log' | 'brief' | 'all'>('log');
  const detail = useSessionDetail(project, session);
  // Log and brief are of one session: where it cannot be read, that is said once, and the others stay in reach.
  if (detail.isError && detail.data === undefined) {
    return (
      <>
        <ReadFailure error={detail.error} onAgain={() => void detail.refetch()} />
        {refusalOf(detail.error).kind === 'offline' ? null : (
          <SessionList project={project} selected={session} />
        )}
      </>
    );
  }
  if (phone) {
    return (
      <Tabs
        value={tab}
        onChange={setTab}
        label={t('parts')}
        tabs={[
          { value: 'log', label: t('tab.log') },
          { value: 'brief', label: t('tab.brief') },
          { value: 'all', label: t('tab.all') },
        ]}
      >
        <TabPanel value="log">
          <SessionTimeline key={session} project={project} session={session} />
        </TabPanel>
        <TabPanel value="brief">
          <SessionBrief key={session} project={project} session={session} />
        </TabPanel>
        <TabPanel value="all">
          <SessionList project={project} selected={session} />
        </TabPanel>
      </Tabs>
    );
  }
  return (
    <div className="grid min-h-96 flex-1 grid-cols-1 gap-3.5 lg:grid-cols-[minmax(0,1fr)_minmax(0,35rem)]">
      <SessionTimeline key={`log ${session}`} project={project} session={session} />
      <div className="flex flex-col gap-3.5">
        <SessionBrief key={`brief ${session}`} project={project} session={session} />
        <SessionList project={project} selected={session} />
      </div>
    </div>
  );
}
