'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';
import { RelativeTime } from '@/components/ui/relative-time';
import { Tag } from '@/components/ui/tag';
import type { PolicyCoverage } from '@/server/domain/policy-log/coverage.schema';
import { type Column, pressed, type Sort, sorted, unlockedShare } from './sort.rules';
import { Sparkline } from './sparkline';
import { useBuiltinWords } from './use-builtin-words';

const GRID =
  'grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 px-4.5 min-[900px]:grid-cols-[minmax(0,1fr)_92px_140px_62px_74px_84px_92px]';

export interface PolicyTableProps {
  project: string;
  policies: readonly PolicyCoverage[];
  chosen: string | null;
}

/** Every policy with what it did; a row opens its text, its refusals and its exceptions. */
export function PolicyTable({ project, policies, chosen }: PolicyTableProps) {
  const t = useTranslations('policies');
  const words = useBuiltinWords();
  const { number } = useFormatter();
  const [sort, setSort] = useState<Sort>({ column: 'denied', descending: true });
  const head = (column: Column, right = false) => (
    <th
      scope="col"
      aria-sort={ariaSort(sort, column)}
      className={`font-normal ${right ? 'text-right' : 'text-left'}`}
    >
      <button
        type="button"
        className="inline-flex items-center gap-1 rounded-chip hover:text-ink"
        onClick={() => setSort(pressed(sort, column))}
      >
        {t(`column.${column}`)}
        {sort.column !== column ? null : sort.descending ? (
          <ArrowDown size={12} aria-hidden />
        ) : (
          <ArrowUp size={12} aria-hidden />
        )}
      </button>
    </th>
  );
  return (
    <table aria-label={t('title')} className="block overflow-hidden rounded-pane bg-surface shadow-1">
      <thead className="block max-[899px]:hidden">
        <tr className={`${GRID} py-2 text-ink-2 text-meta`}>
          {head('policy')}
          {head('mode')}
          <th scope="col" className="text-left font-normal">
            {t('column.series')}
          </th>
          {head('denied', true)}
          {head('unlocked', true)}
          {head('overridden', true)}
          {head('last', true)}
        </tr>
      </thead>
      <tbody className="block">
        {sorted(policies, sort, ({ id, title }) => words({ id, title }).name).map((policy) => {
          const { id, mode, denied, overridden, selfApproved, lastDeniedAt, series } = policy;
          const share = unlockedShare(policy);
          return (
            <tr
              key={id}
              className={`${GRID} relative min-h-13 border-line border-t py-2 hover:bg-raise has-[:focus-visible]:bg-raise ${id === chosen ? 'bg-raise' : ''}`}
              data-policy={id}
            >
              <td className="min-w-0">
                <Link
                  href={`/${project}/policies/${id}`}
                  className="block font-medium after:absolute after:inset-0"
                  aria-current={id === chosen ? 'true' : undefined}
                  scroll={false}
                >
                  {words(policy).name}
                </Link>
                <span className="mono block truncate text-ink-3 text-meta">{id}</span>
              </td>
              <td>
                <Tag tone={mode === 'structural' ? 'outline' : 'neutral'}>{t(`mode.${mode}`)}</Tag>
              </td>
              <td className="max-[899px]:hidden">
                {mode === 'structural' ? (
                  <span className="text-ink-3 text-meta">{t('notEvaluated')}</span>
                ) : (
                  <Sparkline
                    series={series}
                    label={t('series', { allowed: policy.allowed ?? 0, denied, overridden })}
                  />
                )}
              </td>
              <td className="mono text-right font-medium max-[899px]:text-left">
                <span className="font-sans text-ink-3 text-meta min-[900px]:hidden">
                  {t('column.denied')}{' '}
                </span>
                {number(denied)}
              </td>
              <td className="text-right text-ink-2 max-[899px]:hidden">
                {share === null ? '–' : number(share, { style: 'percent' })}
              </td>
              <td
                className={`mono text-right max-[899px]:hidden ${overridden > 0 ? 'text-stop' : 'text-ink-3'}`}
              >
                {number(overridden)}
                {selfApproved > 0 ? (
                  <span className="block font-sans text-micro text-stop">
                    {t('selfApproved', { count: selfApproved })}
                  </span>
                ) : null}
              </td>
              <td className="text-right text-ink-2 text-meta">
                {lastDeniedAt === null ? (
                  <span className="text-ink-3">{t('never')}</span>
                ) : (
                  <RelativeTime iso={lastDeniedAt} format="clock" />
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function ariaSort(sort: Sort, column: Column): 'ascending' | 'descending' | 'none' {
  if (sort.column !== column) return 'none';
  return sort.descending ? 'descending' : 'ascending';
}
