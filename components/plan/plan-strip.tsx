'use client';

import clsx from 'clsx';
import { CircleCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { ProgressBar } from '@/components/ui/progress-bar';
import type { PlanPhaseView } from '@/server/domain/plan/plan.schema';

export interface PlanStripProps {
  phases: readonly PlanPhaseView[];
  selected: string;
  onSelect: (phase: string) => void;
  /** Opens what a figure counts. */
  onOpen: (phase: string, what: 'all' | 'open') => void;
}

/** The phases side by side, each with what is ticked of it; a figure opens the items that it counts. */
export function PlanStrip({ phases, selected, onSelect, onOpen }: PlanStripProps) {
  const t = useTranslations('plan');
  return (
    <nav className="plan-strip" aria-label={t('phases')}>
      {phases.map((phase) => {
        const { leaves, percent } = phase.progress;
        const done = leaves.total > 0 && leaves.checked === leaves.total;
        return (
          <div
            key={phase.key}
            className="plan-phase"
            data-phase={phase.key}
            data-selected={phase.key === selected || undefined}
          >
            <button
              type="button"
              className="plan-phase-name"
              aria-current={phase.key === selected ? 'true' : undefined}
              onClick={() => onSelect(phase.key)}
            >
              <span className="flex items-center justify-between text-ink-2 text-meta">
                {t('phase', { number: phase.number })}
                {done ? <CircleCheck size={16} className="text-go" aria-label={t('finished')} /> : null}
              </span>
              <span className="mt-1 line-clamp-2 font-semibold">{phase.title}</span>
            </button>
            <div className="mt-auto flex items-end justify-between gap-2 pt-1">
              <button
                type="button"
                className="plan-figure"
                aria-label={t('percentOf', { percent, phase: phase.number })}
                onClick={() => onOpen(phase.key, 'all')}
              >
                {percent}
                <small>%</small>
              </button>
              <button type="button" className="plan-count" onClick={() => onOpen(phase.key, 'open')}>
                {t('ofItems', { done: leaves.checked, total: leaves.total })}
              </button>
            </div>
            <ProgressBar
              className="mt-2"
              parts={{ verified: leaves.checked, moving: phase.moving, waiting: phase.waiting }}
              total={leaves.total}
              label={t('bar', {
                done: leaves.checked,
                total: leaves.total,
                moving: phase.moving,
                waiting: phase.waiting,
              })}
            />
            <p className={clsx('mt-2 text-ink-2 text-micro', done && 'text-go')}>
              {done ? t('finished') : t('left', { count: leaves.total - leaves.checked })}
            </p>
          </div>
        );
      })}
    </nav>
  );
}
