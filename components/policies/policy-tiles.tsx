'use client';

import { useFormatter, useTranslations } from 'next-intl';
import type { Coverage } from '@/server/domain/policy-log/coverage.schema';

/** Five figures over the chosen days. */
export function PolicyTiles({ coverage }: { coverage: Coverage }) {
  const t = useTranslations('policies.tile');
  const { number } = useFormatter();
  const { policies } = coverage;
  const sum = (read: (policy: Coverage['policies'][number]) => number) =>
    policies.reduce((all, policy) => all + read(policy), 0);
  const of = sum(({ followed }) => followed.of);
  const through = sum(({ followed }) => followed.through);
  const self = sum(({ selfApproved }) => selfApproved);
  const never = policies.filter(({ mode, denied }) => mode === 'builtin' && denied === 0).length;
  const tiles = [
    { key: 'checked', value: number(coverage.checked), tone: '' },
    { key: 'refused', value: number(coverage.refused), tone: coverage.refused > 0 ? 'text-stop' : '' },
    { key: 'unlocked', value: of === 0 ? '–' : number(through / of, { style: 'percent' }), tone: '' },
    {
      key: 'overridden',
      value: number(sum(({ overridden }) => overridden)),
      tone: sum(({ overridden }) => overridden) > 0 ? 'text-stop' : '',
    },
    { key: 'never', value: number(never), tone: '' },
    ...(self > 0 ? [{ key: 'self', value: number(self), tone: 'text-stop' }] : []),
  ] as const;
  return (
    <dl className="flex flex-wrap gap-x-10 gap-y-3 rounded-pane bg-surface px-4.5 py-3 shadow-1">
      {tiles.map(({ key, value, tone }) => (
        <div key={key} className="min-w-28 flex-1" data-tile={key}>
          <dt className="text-ink-2 text-meta">{t(key)}</dt>
          <dd className={`font-semibold text-page ${tone}`}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
