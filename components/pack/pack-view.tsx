'use client';

import { ChevronRight, GitBranch, ShieldCheck } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { roleIcon } from '@/components/ui/role-icon';
import { Tag } from '@/components/ui/tag';
import type { PackView as View } from '@/server/domain/project/project.schema';
import { WorkflowGraph } from './workflow-graph';

/** Everything a pack brings, or a project is made of: workflow, roles, checklists, rules and context. */
export function PackView({ view }: { view: View }) {
  const t = useTranslations('pack');
  const locale = useLocale();
  const named = (name: { en: string; ru: string }) => (locale === 'ru' ? name.ru : name.en);
  const reviewed = view.workflow.routes.filter(({ requiresReview }) => requiresReview);
  const stageName = (key: string) => {
    const stage = view.workflow.stages.find((each) => each.key === key);
    return stage ? named(stage.name) : key;
  };
  return (
    <div className="flex flex-col gap-4">
      <Part title={t('workflow')} detail={named(view.workflow.name)}>
        <div className="rounded-card bg-sunken">
          <WorkflowGraph view={view} named={named} />
        </div>
        {reviewed.length === 0 ? null : (
          <p className="mt-2 flex items-center gap-1.5 text-ink-2 text-meta">
            <ShieldCheck size={14} aria-hidden className="flex-none" />
            {t('needReview', {
              routes: reviewed.map(({ from, to }) => `${stageName(from)} → ${stageName(to)}`).join(', '),
            })}
          </p>
        )}
      </Part>
      <Part title={t('roles')} detail={String(view.roles.length)}>
        <ul className="grid gap-x-6 gap-y-2 sm:grid-cols-2">
          {view.roles.map((role) => {
            const Icon = roleIcon(role.icon);
            return (
              <li key={role.key} className="flex min-w-0 gap-2.5">
                <Icon size={16} aria-hidden className="mt-px flex-none text-ink-3" />
                <div className="min-w-0">
                  <p className="font-medium">
                    {named(role.name)} <span className="mono font-normal text-ink-3">{role.key}</span>
                  </p>
                  <p className="text-ink-2 text-meta">{role.briefing}</p>
                </div>
              </li>
            );
          })}
        </ul>
      </Part>
      <Part title={t('checklists')} detail={String(view.checklists.length)}>
        <ul className="flex flex-col">
          {view.checklists.map((list) => (
            <li key={list.key} className="border-line border-t first:border-t-0">
              <details className="group py-1.5">
                <summary className="flex cursor-default list-none items-center gap-2 rounded-chip py-1">
                  <ChevronRight size={14} aria-hidden className="flex-none text-ink-3 group-open:rotate-90" />
                  <span className="font-medium">{named(list.name)}</span>
                  <span className="text-ink-3 text-meta">
                    {t('items', {
                      count: list.items.length,
                      required: list.items.filter(({ required }) => required).length,
                    })}
                  </span>
                </summary>
                <ul className="mt-1 flex flex-col gap-1 pb-1 pl-5.5">
                  {list.items.map((item) => (
                    <li key={item.key} className="flex flex-wrap items-center gap-1.5">
                      <span className="min-w-0">{named(item.label)}</span>
                      {item.required ? <Tag>{t('required')}</Tag> : null}
                      {item.evidence.min > 0 ? (
                        <Tag tone="outline">{t('evidence', { count: item.evidence.min })}</Tag>
                      ) : null}
                    </li>
                  ))}
                </ul>
              </details>
            </li>
          ))}
        </ul>
      </Part>
      <Part title={t('settings')}>
        <p className="flex flex-wrap items-center gap-1.5">
          <GitBranch size={14} aria-hidden className="text-ink-3" />
          <span className="text-ink-2">{t('protected')}</span>
          {view.settings.protectedBranches.map((branch) => (
            <Tag key={branch} className="mono">
              {branch}
            </Tag>
          ))}
          {view.settings.protectedBranches.length === 0 ? t('none') : null}
        </p>
      </Part>
      <Part title={t('context')} detail={String(view.context.length)}>
        {view.context.length === 0 ? (
          <p className="text-ink-2">{t('none')}</p>
        ) : (
          <dl className="flex flex-col gap-1.5">
            {view.context.map((entry) => (
              <div key={entry.key}>
                <dt className="mono text-ink-3 text-meta">{entry.key}</dt>
                <dd className="break-words text-ink-2">{entry.value}</dd>
              </div>
            ))}
          </dl>
        )}
      </Part>
    </div>
  );
}

function Part({ title, detail, children }: { title: string; detail?: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-2 flex items-baseline gap-2 font-semibold">
        {title}
        {detail ? <span className="font-normal text-ink-3 text-meta">{detail}</span> : null}
      </h3>
      {children}
    </section>
  );
}
