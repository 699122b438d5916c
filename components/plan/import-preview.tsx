'use client';

import { useTranslations } from 'next-intl';
import type { PlanImported } from '@/server/domain/plan/plan.schema';

/** What was understood, what looks odd, and what becomes of the plan that is replaced. */
export function ImportPreview({ preview }: { preview: PlanImported }) {
  const t = useTranslations('plan.import');
  const { changes } = preview;
  return (
    <section className="flex flex-col gap-3" data-preview="" aria-label={t('preview')}>
      <div>
        <h3 className="font-semibold">{preview.title}</h3>
        <p className="text-ink-2">
          {t('counts', {
            phases: preview.phases,
            goals: preview.goals,
            items: preview.items,
            technologies: preview.technologies,
          })}
        </p>
        {preview.groups > 0 ? (
          <p className="text-ink-3 text-meta">{t('groups', { count: preview.groups })}</p>
        ) : null}
      </div>
      <ol className="plan-outline">
        {preview.outline.map((phase) => (
          <li key={phase.number}>
            <span className="mono text-ink-2">{phase.number}</span>
            <span className="min-w-0 flex-1 truncate">{phase.title}</span>
            <span className="text-ink-2 text-meta">
              {t('phaseItems', { items: phase.items, done: phase.checked })}
            </span>
          </li>
        ))}
        {preview.phases > preview.outline.length ? (
          <li className="text-ink-2">
            {t('morePhases', { count: preview.phases - preview.outline.length })}
          </li>
        ) : null}
      </ol>
      {preview.warned > 0 ? (
        <div className="note" data-tone="wait">
          <p className="font-medium text-wait">{t('warnings', { count: preview.warned })}</p>
          <ul className="mt-1">
            {preview.warnings.map(({ line, code, text }) => (
              <li key={`${line} ${code}`} className="truncate">
                <span className="mono">{t('line', { line })}</span> {t(`issue.${code}`)}{' '}
                <span className="text-ink-2">{text}</span>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      {changes === null ? null : (
        <div className="note" data-tone={changes.linksLost > 0 ? 'stop' : 'wait'} data-changes="">
          <p className="font-medium">{t('changes')}</p>
          <ul className="mt-1">
            {(['added', 'removed', 'checked', 'opened'] as const).map((kind) =>
              changes[kind].count === 0 ? null : (
                <li key={kind} data-change={kind}>
                  {t(`change.${kind}`, { count: changes[kind].count })}
                  <span className="block truncate text-ink-2">{changes[kind].first.join(' · ')}</span>
                </li>
              ),
            )}
            <li>{t('links', { kept: changes.linksKept, lost: changes.linksLost })}</li>
          </ul>
        </div>
      )}
    </section>
  );
}
