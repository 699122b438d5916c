'use client';

import { Milestone } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { TickBox } from '@/components/ui/tick-box';
import { usePanel } from './panel-context';

/** The plan items that this handoff does; each leads back to its place in the plan. */
export function PlanItems() {
  const t = useTranslations('handoff.plan');
  const { project, detail } = usePanel();
  const items = detail.planItems ?? [];
  if (items.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1 px-5 pb-3 max-sm:px-4" aria-label={t('items')}>
      {items.map(({ plan, key, text, checked }) => (
        <li key={`${plan} ${key}`}>
          <Link
            href={`/${project}/plan/${plan}?item=${key}`}
            className="flex items-center gap-2 text-ink-2"
            data-plan-item={key}
            prefetch={false}
          >
            <Milestone size={14} className="flex-none" aria-hidden />
            <TickBox state={checked ? 'passed' : 'open'} label={checked ? t('closed') : t('open')} />
            <span className="truncate">{text}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
