'use client';

import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { roleIcon } from '@/components/ui/role-icon';
import { ScrollRegion } from '@/components/ui/scroll-region';
import type { PackView } from '@/server/domain/project/project.schema';
import { BOX, layWorkflow } from './workflow-graph.rules';

const stroke = { forward: 'stroke-ink-3', skip: 'stroke-ink-3', return: 'stroke-wait-solid' } as const;

/** The stages of a workflow and the routes between them, at a glance. */
export function WorkflowGraph({
  view,
  named,
}: {
  view: PackView;
  named: (name: { en: string; ru: string }) => string;
}) {
  const t = useTranslations('pack');
  const id = useId();
  const { stages, routes } = view.workflow;
  const graph = layWorkflow(stages, routes);
  const stageName = (key: string) => {
    const stage = stages.find((each) => each.key === key);
    return stage ? named(stage.name) : key;
  };
  const roleName = (key: string) => {
    const role = view.roles.find((each) => each.key === key);
    return role ? named(role.name) : key;
  };
  const kinds = ['forward', 'skip', 'return'] as const;
  const phone = (
    <ol className="flex flex-col gap-2 p-3 sm:hidden">
      {stages.map((stage) => {
        const next = routes.filter(({ from }) => from === stage.key).map(({ to }) => stageName(to));
        return (
          <li key={stage.key} className="rounded-card bg-surface px-3 py-2 shadow-1">
            <p className="font-semibold">{named(stage.name)}</p>
            <p className="text-ink-3 text-meta">
              {roleName(stage.role)}
              {next.length === 0 ? null : ` · → ${next.join(', ')}`}
            </p>
          </li>
        );
      })}
    </ol>
  );
  return (
    <>
      {phone}
      <ScrollRegion label={t('graph')} className="overflow-x-auto rounded-card p-3 max-sm:hidden">
        <div className="relative" style={{ width: graph.width, height: graph.height }}>
          <svg
            width={graph.width}
            height={graph.height}
            className="absolute inset-0"
            role="img"
            aria-label={t('routes', { count: routes.length })}
          >
            <defs>
              {kinds.map((kind) => (
                <marker
                  key={kind}
                  id={`${id}-${kind}`}
                  viewBox="0 0 8 8"
                  refX="6"
                  refY="4"
                  markerWidth="7"
                  markerHeight="7"
                  orient="auto-start-reverse"
                >
                  <path d="M1 1 6 4 1 7" fill="none" strokeWidth="1.5" className={stroke[kind]} />
                </marker>
              ))}
            </defs>
            {graph.routes.map((route) => (
              <path
                key={`${route.from}>${route.to}`}
                d={route.path}
                fill="none"
                strokeWidth="1.5"
                strokeDasharray={route.kind === 'return' ? '4 3' : undefined}
                className={stroke[route.kind]}
                markerEnd={`url(#${id}-${route.kind})`}
              >
                <title>
                  {t(route.requiresReview ? 'reviewed' : 'route', {
                    from: stageName(route.from),
                    to: stageName(route.to),
                  })}
                </title>
              </path>
            ))}
          </svg>
          <ol>
            {stages.map((stage) => {
              const role = view.roles.find(({ key }) => key === stage.role);
              const Icon = roleIcon(role?.icon ?? '');
              return (
                <li
                  key={stage.key}
                  className="absolute flex flex-col justify-center rounded-card bg-surface px-2.5 shadow-1"
                  style={{
                    left: graph.left.get(stage.key) ?? 0,
                    top: graph.top,
                    width: BOX.width,
                    height: BOX.height,
                  }}
                  data-pack-stage={stage.key}
                >
                  <span className="truncate font-semibold" title={named(stage.name)}>
                    {named(stage.name)}
                  </span>
                  <span className="flex min-w-0 items-center gap-1 text-ink-3 text-meta">
                    <Icon size={12} aria-hidden className="flex-none" />
                    <span className="truncate">{roleName(stage.role)}</span>
                    {stage.wipLimit ? (
                      <span className="ml-auto flex-none" title={t('wip', { limit: stage.wipLimit })}>
                        ≤ {stage.wipLimit}
                      </span>
                    ) : null}
                  </span>
                </li>
              );
            })}
          </ol>
        </div>
      </ScrollRegion>
    </>
  );
}
