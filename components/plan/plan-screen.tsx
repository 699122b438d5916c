'use client';

import { useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useRouter, useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useLive, useProjectEvents } from '@/components/frame/use-project-events';
import { useTRPCClient } from '@/components/trpc/provider';
import { Button } from '@/components/ui/button';
import { Select } from '@/components/ui/field';
import { Skeleton } from '@/components/ui/skeleton';
import type { PlanItemView, PlanSummary, PlanView } from '@/server/domain/plan/plan.schema';
import { downloadPlan } from './download-plan';
import { PlanList } from './plan-list';
import { PlanRefusal } from './plan-refusal';
import { planRows, sumParts } from './plan-rows.rules';
import { PlanSide } from './plan-side';
import { PlanStrip } from './plan-strip';
import { PlanTools } from './plan-tools';
import { PlanTopBar } from './plan-top-bar';
import { usePlanItems } from './use-plan-items';
import { usePlanTicks } from './use-plan-ticks';

const ItemDialog = dynamic(() => import('./item-dialog').then((module) => module.ItemDialog), { ssr: false });

export interface PlanScreenProps {
  project: string;
  view: PlanView;
  plans: readonly PlanSummary[];
  mayTick: boolean;
  mayImport: boolean;
  onImport: () => void;
}

/** The plan that is open: its phases, the items of one of them, and what can be told of both. */
export function PlanScreen({ project, view, plans, mayTick, mayImport, onImport }: PlanScreenProps) {
  const t = useTranslations('plan');
  const router = useRouter();
  const asked = useSearchParams();
  const queries = useQueryClient();
  const trpc = useTRPCClient();
  const live = useLive(project);
  const plan = view.plan;
  const [wanted, setWanted] = useState(asked.get('item'));
  // The key of an item begins with that of its phase.
  const [phaseKey, setPhase] = useState(
    () =>
      asked.get('phase') ??
      [...view.phases].reverse().find(({ key }) => wanted?.startsWith(`${key}-`))?.key ??
      view.phases.find(({ progress }) => progress.percent < 100)?.key ??
      '',
  );
  const phase = view.phases.find(({ key }) => key === phaseKey) ?? view.phases[0];
  const [search, setSearch] = useState('');
  const [openOnly, setOpenOnly] = useState(false);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [dialog, setDialog] = useState<{ kind: 'link' | 'create'; item: PlanItemView } | null>(null);
  const { items, query, mark } = usePlanItems(project, plan, phase?.key ?? '');
  const { pending, refused, tick, dismiss } = usePlanTicks(project, plan, mark);
  const shown = useMemo(
    () => items.map((item) => ({ ...item, checked: pending.get(item.item) ?? item.checked })),
    [items, pending],
  );
  const rows = useMemo(
    () => planRows(openOnly ? shown.filter(({ checked, leaf }) => !checked || !leaf) : shown, folded, search),
    [shown, folded, search, openOnly],
  );
  const parts = useMemo(() => sumParts(shown), [shown]);
  const linked = useMemo(
    () => new Set(items.flatMap(({ links }) => links.map(({ handoff }) => handoff))),
    [items],
  );

  const again = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(() => () => clearTimeout(again.current ?? undefined), []);
  const everything = useRef(false);
  /** Once for a burst of events; what one of them asked for, no later one takes back. */
  const readAgain = (whole: boolean) => {
    everything.current ||= whole;
    clearTimeout(again.current ?? undefined);
    again.current = setTimeout(() => {
      const all = everything.current;
      everything.current = false;
      void queries.invalidateQueries({
        queryKey: ['plan', project],
        predicate: ({ queryKey }) => all || queryKey[3] !== 'items',
      });
    }, 150);
  };
  useProjectEvents(project, (message) => {
    if (message.kind !== 'event') return readAgain(true);
    const { type, payload, subject } = message.event;
    if (type === 'plan.ticked' && payload.plan === plan) {
      mark(Number(payload.item), payload.checked === true);
      return readAgain(false);
    }
    const touched = subject?.handoff !== undefined && linked.has(subject.handoff);
    if (type.startsWith('plan.') || (type.startsWith('handoff.') && touched)) readAgain(true);
  });

  const address = useCallback((name: 'phase' | 'item', value: string) => {
    const url = new URL(window.location.href);
    url.search = '';
    url.searchParams.set(name, value);
    window.history.replaceState(null, '', url);
  }, []);
  const choose = (key: string) => {
    setPhase(key);
    setWanted(null);
    setFolded(new Set());
    address('phase', key);
  };
  const fold = (key: string, closed: boolean) =>
    setFolded((all) => {
      const next = new Set(all);
      if (closed) next.add(key);
      else next.delete(key);
      return next;
    });
  const groups = useMemo(() => shown.filter(({ leaf, depth }) => !leaf && depth === 0), [shown]);
  return (
    <>
      <PlanTopBar
        progress={view.progress}
        live={live}
        mayImport={mayImport}
        onImport={onImport}
        onExport={() => void downloadPlan(trpc, project, plan)}
      />
      <div className="plan-page" data-live={live === 'on' ? 'on' : 'off'} data-plan={plan}>
        {plans.length > 1 ? (
          <div className="flex items-center gap-2">
            <span className="flex-none text-ink-2 text-meta" aria-hidden>
              {t('which')}
            </span>
            <Select
              atOnce
              className="min-w-0 max-w-sm"
              aria-label={t('which')}
              value={plan}
              options={plans.map((each) => ({ value: each.plan, label: each.title }))}
              onChange={(key) => router.push(`/${project}/plan/${key}`)}
            />
          </div>
        ) : null}
        <PlanStrip
          phases={view.phases}
          selected={phase?.key ?? ''}
          onSelect={choose}
          onOpen={(key, what) => {
            choose(key);
            setOpenOnly(what === 'open');
          }}
        />
        {phase ? (
          <div className="plan-columns">
            <section className="plan-card plan-main" aria-label={phase.title}>
              <header className="plan-head">
                <h2 className="font-semibold text-pane">
                  {t('phaseTitle', { number: phase.number, title: phase.title })}
                </h2>
                {phase.goals.length > 0 ? (
                  <ul className="plan-goals" aria-label={t('goals')}>
                    {phase.goals.map((goal) => (
                      <li key={goal}>{goal}</li>
                    ))}
                  </ul>
                ) : null}
                <PlanTools
                  parts={parts}
                  groups={groups}
                  search={search}
                  onSearch={setSearch}
                  openOnly={openOnly}
                  onOpenOnly={setOpenOnly}
                  onGoTo={setWanted}
                />
              </header>
              {refused ? (
                <div className="px-4 pb-3">
                  <PlanRefusal
                    refusal={refused.refusal}
                    action="plan.tick"
                    onClose={dismiss}
                    onRetry={() => tick(refused.item, !refused.item.checked)}
                  />
                </div>
              ) : null}
              {query.isError ? (
                <p className="px-4 pb-4 text-stop" role="alert">
                  {t('itemsFailed')}{' '}
                  <Button size="sm" onClick={() => void query.refetch()}>
                    {t('retry')}
                  </Button>
                </p>
              ) : null}
              {query.isPending ? (
                <div className="flex flex-col gap-2 p-4" role="status" aria-label={t('loading')}>
                  {['a', 'b', 'c', 'd', 'e'].map((bar) => (
                    <Skeleton key={bar} className="h-6 w-full" />
                  ))}
                </div>
              ) : rows.length === 0 ? (
                <p className="p-6 text-center text-ink-2">
                  {search === '' ? t('noItems') : t('nothingFound')}
                </p>
              ) : (
                <PlanList
                  key={phase.key}
                  project={project}
                  rows={rows}
                  wanted={wanted}
                  mayTick={mayTick}
                  onTick={tick}
                  onFold={fold}
                  onCurrent={(key) => address('item', key)}
                  onLink={(item) => setDialog({ kind: 'link', item })}
                  onCreate={(item) => setDialog({ kind: 'create', item })}
                />
              )}
            </section>
            <PlanSide project={project} plan={view} phase={phase} />
          </div>
        ) : null}
        <p className="plan-foot mono">sha256 {view.sha256}</p>
      </div>
      {dialog ? (
        <ItemDialog
          key={`${dialog.kind} ${dialog.item.key}`}
          kind={dialog.kind}
          project={project}
          plan={plan}
          item={dialog.item}
          onClose={() => setDialog(null)}
        />
      ) : null}
    </>
  );
}
