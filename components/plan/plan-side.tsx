'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronRight, ScanSearch, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { useTRPCClient } from '@/components/trpc/provider';
import { ErrorNote } from '@/components/ui/error-note';
import { Tag } from '@/components/ui/tag';
import type { PlanPhaseView, PlanView } from '@/server/domain/plan/plan.schema';
import { BurnUp } from './burn-up';

const TONES = { returned: 'stop', stale: 'wait', asked: 'wait', cancelled: 'neutral' } as const;

/** What can be told from facts alone: how it went so far, what is at risk, and what the file says besides. */
export function PlanSide({
  project,
  plan,
  phase,
}: {
  project: string;
  plan: PlanView;
  phase: PlanPhaseView;
}) {
  const t = useTranslations('plan');
  const format = useFormatter();
  const trpc = useTRPCClient();
  const outlook = useQuery({
    queryKey: ['plan', project, plan.plan, 'outlook'],
    queryFn: () => trpc.plan.outlook.query({ project, arguments: { plan: plan.plan } }),
  });
  return (
    <aside className="plan-side" aria-label={t('side')}>
      <section className="plan-card">
        <h2 className="flex items-baseline justify-between font-medium text-ink-2 text-meta">
          {t('burnUp')}
          {outlook.data && outlook.data.days.length > 0 ? (
            <span>
              {t('since', {
                date: format.dateTime(new Date(outlook.data.days[0]?.day ?? 0), {
                  day: 'numeric',
                  month: 'long',
                }),
              })}
            </span>
          ) : null}
        </h2>
        <p className="font-semibold text-panel">
          {t('ofItems', { done: plan.progress.leaves.checked, total: plan.progress.leaves.total })}
        </p>
        {outlook.isError ? <ErrorNote tone="wait" title={t('outlookFailed')} safe={t('safe')} /> : null}
        {outlook.data ? <BurnUp days={outlook.data.days} /> : <div className="h-32" />}
      </section>
      {outlook.data && outlook.data.riskCount > 0 ? (
        <section className="plan-card">
          <h2 className="font-medium text-ink-2 text-meta">
            {t('risks')} <span className="font-normal">{outlook.data.riskCount}</span>
          </h2>
          <ul className="mt-2 flex flex-col gap-2">
            {outlook.data.risks.map((risk) => (
              <li key={`${risk.handoff} ${risk.item}`} className="flex items-start gap-2">
                <TriangleAlert
                  size={14}
                  className={
                    TONES[risk.kind] === 'stop' ? 'mt-0.5 flex-none text-stop' : 'mt-0.5 flex-none text-wait'
                  }
                  aria-hidden
                />
                <Link
                  className="min-w-0 flex-1"
                  href={`/${project}/board?handoff=${risk.handoff}`}
                  prefetch={false}
                >
                  {t(`risk.${risk.kind}`, { handoff: risk.handoff, returns: risk.returns })}
                  <span className="block truncate text-ink-2 text-meta">{risk.text}</span>
                </Link>
                <Tag tone={TONES[risk.kind]}>{t(`riskWord.${risk.kind}`)}</Tag>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {phase.technologies.length > 0 ? (
        <section className="plan-card">
          <h2 className="font-medium text-ink-2 text-meta">{t('technologies')}</h2>
          <ul className="mt-2 flex flex-wrap gap-1.5">
            {phase.technologies.map((name) => (
              <li key={name}>
                <Tag size="md">{name}</Tag>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {plan.notes.length > 0 ? (
        <section className="plan-card">
          {plan.notes.map((note) => (
            <details key={note.title} className="group">
              <summary className="flex list-none items-center gap-1.5 font-medium text-meta">
                <ChevronRight size={14} className="flex-none text-ink-3 group-open:rotate-90" aria-hidden />
                {note.title}
              </summary>
              <p className="mt-1 whitespace-pre-wrap break-words text-ink-2">{note.text}</p>
            </details>
          ))}
        </section>
      ) : null}
      <p className="flex gap-2 px-1 text-ink-2 text-meta">
        <ScanSearch size={16} className="flex-none" aria-hidden />
        {t('evidence')}
      </p>
    </aside>
  );
}
