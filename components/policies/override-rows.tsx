'use client';

import { useQuery } from '@tanstack/react-query';
import { ShieldOff } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useProjectEvents } from '@/components/frame/use-project-events';
import { useTRPC } from '@/components/trpc/provider';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';

const FEW = 5;
const MANY = 100;

/** Exceptions from one policy: who let whom pass, why, until when, and whether it was used. */
export function OverrideRows({ project, policy }: { project: string; policy: string }) {
  const t = useTranslations('policies');
  const trpc = useTRPC();
  const [limit, setLimit] = useState(FEW);
  const { data, isError, refetch } = useQuery({
    ...trpc.override.list.queryOptions({ project, arguments: { policy, limit } }),
    placeholderData: (before) => before,
  });
  useProjectEvents(project, (message) => {
    if (message.kind !== 'event' || message.event.type.startsWith('override.')) void refetch();
  });
  return (
    <section className="rounded-pane bg-surface px-4 py-3 shadow-1" aria-label={t('overrides')}>
      <h3 className="font-semibold text-ink-2 text-meta">{t('overrides')}</h3>
      {isError ? (
        <p className="mt-1.5 text-meta text-stop" role="alert">
          {t('overridesUnread')}
        </p>
      ) : null}
      {data?.overrides.length === 0 ? (
        <p className="mt-1.5 text-ink-3 text-meta">{t('noOverrides')}</p>
      ) : null}
      <ul className="mt-1">
        {data?.overrides.map((one) => (
          <li
            key={one.id}
            className="flex items-start gap-2.5 border-line border-t py-2 text-meta first:border-0"
            data-override={one.id}
          >
            <span className="baton flex-none" data-state={one.state === 'expired' ? 'done' : 'overridden'}>
              <ShieldOff size={11} aria-hidden />
              {t(`state.${one.state}`)}
            </span>
            <div className="min-w-0">
              <p className="break-words">
                <Link
                  href={`/${project}/board?handoff=${one.handoff}`}
                  className="mono rounded-chip font-medium underline"
                >
                  {one.handoff}
                </Link>{' '}
                {t('let', { granter: one.granter.name, actor: one.actor.name })}
              </p>
              <p className="mt-0.5 break-words text-ink-2">{one.reason}</p>
              <p className="mt-0.5 text-ink-3">
                {one.usedAt === null ? (
                  <>
                    {t(one.state === 'open' ? 'ends' : 'ended')}{' '}
                    <RelativeTime iso={one.expiresAt} format="clock" />
                  </>
                ) : (
                  <>
                    {t('usedAt')} <RelativeTime iso={one.usedAt} format="clock" />
                  </>
                )}
              </p>
            </div>
          </li>
        ))}
      </ul>
      {data?.next && limit === FEW ? (
        <Button size="sm" className="mt-1" onClick={() => setLimit(MANY)}>
          {t('older')}
        </Button>
      ) : null}
    </section>
  );
}
