'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { TopBar } from '@/components/frame/top-bar';
import { refusalOf } from '@/components/policy/refusal.schema';
import { useTRPCClient } from '@/components/trpc/provider';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorNote } from '@/components/ui/error-note';
import { Skeleton } from '@/components/ui/skeleton';
import { PlanScreen } from './plan-screen';
import './plan.css';

const ImportDialog = dynamic(() => import('./import-dialog').then((module) => module.ImportDialog), {
  ssr: false,
});

/** The plans of a project: the one that is named, else the master plan, else the first. */
export function PlanPage({ project, plan }: { project: string; plan: string | null }) {
  const t = useTranslations('plan');
  const trpc = useTRPCClient();
  const router = useRouter();
  const [importing, setImporting] = useState(false);
  const plans = useQuery({
    queryKey: ['plan', project, 'list'],
    queryFn: () => trpc.plan.list.query({ project, arguments: {} }),
  });
  const rights = useQuery({
    queryKey: ['plan', project, 'rights'],
    queryFn: async () =>
      (await trpc.actions.available.query({ project, arguments: { prefix: 'plan.' } })).actions
        .filter(({ allowed }) => allowed !== 'blocked')
        .map(({ name }) => name),
  });
  const known = plans.data?.plans ?? [];
  const key = plan ?? known.find((each) => each.plan === 'master')?.plan ?? known[0]?.plan ?? 'master';
  const view = useQuery({
    queryKey: ['plan', project, key],
    queryFn: () => trpc.plan.get.query({ project, arguments: { plan: key, full: true } }),
    // Beside the list of plans where the address names one.
    enabled: plan !== null || known.length > 0,
  });
  const can = (action: string) => rights.data?.includes(action) === true;
  const empty = plans.isSuccess && plan === null && known.length === 0;
  const refusal = view.isError ? refusalOf(view.error) : plans.isError ? refusalOf(plans.error) : null;
  const missing = refusal?.kind === 'other' && refusal.code === 'NOT_FOUND';
  return (
    <>
      {view.data && !view.isError ? (
        <PlanScreen
          key={view.data.plan}
          project={project}
          view={view.data}
          plans={known}
          mayTick={can('plan.tick')}
          mayImport={can('plan.import')}
          onImport={() => setImporting(true)}
        />
      ) : (
        <>
          <TopBar title={t('title')} />
          {empty || missing ? (
            <EmptyState
              className="flex-1"
              action={
                can('plan.import') ? (
                  <Button variant="primary" data-action="plan.import" onClick={() => setImporting(true)}>
                    {t('importOne')}
                  </Button>
                ) : undefined
              }
            >
              {missing ? t('missing') : can('plan.import') ? t('empty') : t('emptyViewer')}
            </EmptyState>
          ) : refusal ? (
            <div className="grid flex-1 place-items-center p-6">
              <ErrorNote
                className="max-w-110"
                tone={refusal.kind === 'offline' ? 'wait' : 'stop'}
                title={refusal.kind === 'offline' ? t('offline') : t('failed')}
                safe={t('safe')}
                action={
                  <Button
                    loading={view.isFetching || plans.isFetching}
                    onClick={() => void (plans.isError ? plans.refetch() : view.refetch())}
                  >
                    {t('retry')}
                  </Button>
                }
              />
            </div>
          ) : (
            <div className="plan-page" role="status" aria-label={t('loading')}>
              <Skeleton className="h-32 w-full" />
              <Skeleton className="h-96 w-full" />
            </div>
          )}
        </>
      )}
      {importing ? (
        <ImportDialog
          project={project}
          plan={key}
          onClose={() => setImporting(false)}
          onDone={(done) => {
            setImporting(false);
            if (done !== key || plan !== null) router.push(`/${project}/plan/${done}`);
          }}
        />
      ) : null}
    </>
  );
}
