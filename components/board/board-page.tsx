'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { TopBar } from '@/components/frame/top-bar';
import { refusalOf } from '@/components/policy/refusal.schema';
import { Button } from '@/components/ui/button';
import { ErrorNote } from '@/components/ui/error-note';
import { Skeleton } from '@/components/ui/skeleton';
import { boardQuery } from './board-context';
import type { BoardDoor } from './board-door';
import { PHONE } from './phone';
import { useTrpcDoor } from './trpc-door';

const loadScreen = () => import('./board-screen');
const BoardScreen = dynamic(() => loadScreen().then((module) => module.BoardScreen), {
  ssr: false,
  loading: () => <BoardLoading />,
});
// Beside the question for its data, not after it; a phone shows no graph.
if (typeof window !== 'undefined') {
  void loadScreen();
  if (window.innerWidth >= PHONE) void import('./board-canvas');
}

/** The board of a project: stages, routes and the handoffs that stand in them, live. */
export function BoardPage({ project }: { project: string }) {
  return <BoardPageView door={useTrpcDoor(project)} />;
}

function isThere(): true {
  return true;
}

/** The board behind any door. */
export function BoardPageView({ door }: { door: BoardDoor }) {
  const t = useTranslations('board');
  // Only whether it is there: what it holds is read further below, part by part.
  const { data, isError, error, isFetching, refetch } = useQuery({ ...boardQuery(door), select: isThere });
  if (data === true) return <BoardScreen key={door.project} door={door} />;
  if (!isError) return <BoardLoading />;
  const refusal = refusalOf(error);
  const offline = refusal.kind === 'offline';
  return (
    <>
      <TopBar title={t('title')} />
      <div className="grid flex-1 place-items-center p-6">
        <ErrorNote
          className="max-w-110"
          tone={offline ? 'wait' : 'stop'}
          title={
            offline ? t('error.offline') : refusal.kind === 'other' ? refusal.message : t('error.failed')
          }
          safe={t('error.safe')}
          action={
            <Button loading={isFetching} onClick={() => void refetch()}>
              {t('error.retry')}
            </Button>
          }
        />
      </div>
    </>
  );
}

function BoardLoading() {
  const t = useTranslations('board');
  return (
    <>
      <TopBar title={t('title')} />
      <BoardSkeleton />
    </>
  );
}

/** The board's own layout in sunken bars, shown where the wait is felt. */
function BoardSkeleton() {
  const t = useTranslations('board');
  return (
    <div
      className="dot-grid flex flex-1 gap-17 overflow-hidden px-7 pt-33"
      role="status"
      aria-label={t('loading')}
    >
      {[4, 5, 3, 3].map((cards, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: four bars that never change places
        <div key={at} className="flex w-69 flex-none flex-col gap-2">
          <Skeleton className="h-10 w-2/3" />
          {Array.from({ length: cards }, (_, card) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: bars that never change places
            <Skeleton key={card} className="h-28 w-full" />
          ))}
        </div>
      ))}
    </div>
  );
}
