'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { FlaskConical, ShieldCheck } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { LiveLight } from '@/components/frame/live-light';
import { TopBar } from '@/components/frame/top-bar';
import { useLive, useProjectEvents } from '@/components/frame/use-project-events';
import { ReadError } from '@/components/policy/read-error';
import { useTRPC } from '@/components/trpc/provider';
import { Button } from '@/components/ui/button';
import { Segmented } from '@/components/ui/segmented';
import { Skeleton } from '@/components/ui/skeleton';
import { Tag } from '@/components/ui/tag';
import { PolicyDetail } from './policy-detail';
import { PolicyTable } from './policy-table';
import { PolicyTiles } from './policy-tiles';

const DryRunDialog = dynamic(() => import('./dry-run-dialog').then((part) => part.DryRunDialog));

/** Which rules stand, what each let through and refused, and what would happen if. */
export function PoliciesPage({ project, policy }: { project: string; policy: string | null }) {
  const t = useTranslations('policies');
  const trpc = useTRPC();
  const live = useLive(project);
  const params = useSearchParams();
  const [days, setDays] = useState<'7' | '30'>('30');
  const [trying, setTrying] = useState(params.has('try'));
  const query = trpc.policy.coverage.queryOptions({ project, arguments: { days: Number(days) } });
  const { data, isError, error, isFetching, refetch } = useQuery({
    ...query,
    placeholderData: keepPreviousData,
  });
  useProjectEvents(project, (message) => {
    const counts = message.kind !== 'event' || /^(policy|override)\./.test(message.event.type);
    if (counts) void refetch();
  });
  const chosen = data?.policies.find(({ id }) => id === policy) ?? null;
  return (
    <>
      <TopBar
        title={t('title')}
        badge={
          <Tag tone="go" className="max-sm:hidden">
            <ShieldCheck size={12} aria-hidden />
            {t('alwaysOn')}
          </Tag>
        }
        live={<LiveLight state={live === 'connecting' ? 'idle' : live} className="max-sm:hidden" />}
      >
        <Segmented
          className="max-[899px]:hidden"
          label={t('span')}
          value={days}
          options={[
            { value: '7', label: t('days', { days: 7 }) },
            { value: '30', label: t('days', { days: 30 }) },
          ]}
          onChange={setDays}
        />
        <Button variant="ghost" onClick={() => setTrying(true)} data-action="policy.try">
          <FlaskConical size={14} aria-hidden />
          <span className="max-sm:sr-only">{t('try')}</span>
        </Button>
      </TopBar>
      <div className="min-h-0 flex-1 overflow-y-auto" data-live={live === 'on' ? 'on' : 'off'}>
        {data === undefined ? (
          isError ? (
            <ReadError error={error} loading={isFetching} onRetry={() => void refetch()} />
          ) : (
            <PoliciesSkeleton />
          )
        ) : (
          <div className="grid items-start gap-3.5 p-4 sm:px-6 sm:py-4.5 min-[1100px]:grid-cols-[minmax(0,1fr)_372px]">
            <div className={`flex min-w-0 flex-col gap-3.5 ${chosen ? 'max-[1099px]:hidden' : ''}`}>
              <PolicyTiles coverage={data} />
              <PolicyTable project={project} policies={data.policies} chosen={policy} />
            </div>
            {chosen === null ? (
              <aside className="rounded-pane bg-surface p-4 text-ink-2 shadow-1 max-[1099px]:hidden">
                {policy === null ? t('choose') : t('unknown', { policy })}
              </aside>
            ) : (
              <PolicyDetail key={chosen.id} project={project} policy={chosen} />
            )}
          </div>
        )}
      </div>
      {trying ? <DryRunDialog project={project} onClose={() => setTrying(false)} /> : null}
    </>
  );
}

function PoliciesSkeleton() {
  const t = useTranslations('policies');
  return (
    <div className="flex flex-col gap-3.5 p-4 sm:px-6" role="status" aria-label={t('loading')}>
      <Skeleton className="h-18 w-full" />
      {[0, 1, 2, 3, 4, 5, 6, 7].map((row) => (
        <Skeleton key={row} className="h-11 w-full" />
      ))}
    </div>
  );
}
