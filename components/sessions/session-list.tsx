'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { ActorMark } from '@/components/ui/actor-mark';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import { Skeleton } from '@/components/ui/skeleton';
import { Tag } from '@/components/ui/tag';
import { shortId } from './lanes.rules';
import { ReadFailure } from './read-failure';
import { useSessionList } from './use-sessions';

export const STATE_TONES = { active: 'go', paused: 'wait', lost: 'stop', finished: 'neutral' } as const;

/** Every session of the project, the newest first. */
export function SessionList({ project, selected }: { project: string; selected: string | null }) {
  const t = useTranslations('sessions');
  const list = useSessionList(project);
  if (list.isError && list.data === undefined)
    return <ReadFailure error={list.error} onAgain={() => void list.refetch()} />;
  if (list.data === undefined) return <Skeleton className="h-24 w-full" />;
  const sessions = list.data.pages.flatMap((page) => page.sessions);
  if (sessions.length === 0) return null;
  return (
    <section className="rounded-pane bg-surface shadow-1" aria-label={t('all')}>
      <h2 className="px-4 pt-3 pb-1.5 font-semibold text-pane">{t('all')}</h2>
      <ul className="max-h-80 overflow-y-auto pb-2">
        {sessions.map((session) => (
          <li key={session.id}>
            <Link
              href={`/${project}/sessions/${session.id}`}
              scroll={false}
              className="flex min-h-8 items-center gap-2.5 px-4 py-1 hover:bg-raise aria-[current]:bg-raise max-sm:min-h-11"
              aria-current={session.id === selected ? 'true' : undefined}
              data-session-row={session.id}
            >
              <ActorMark
                id={session.actor.id}
                kind={session.actor.kind}
                name={session.actor.name}
                size={16}
                label=""
              />
              <span className={session.actor.kind === 'agent' ? 'mono truncate' : 'truncate'}>
                {session.actor.name}
              </span>
              <span className="mono text-ink-3">{session.handoff ?? shortId(session.id)}</span>
              <span className="min-w-0 flex-1 truncate text-ink-2">{session.focus}</span>
              <Tag tone={STATE_TONES[session.state]}>{t(`state.${session.state}`)}</Tag>
              <RelativeTime iso={session.startedAt} format="clock" className="text-meta text-ink-3" />
            </Link>
          </li>
        ))}
      </ul>
      {list.hasNextPage ? (
        <div className="border-line border-t p-2">
          <Button
            size="sm"
            variant="ghost"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {t('older')}
          </Button>
        </div>
      ) : null}
    </section>
  );
}
