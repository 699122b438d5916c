'use client';

import { PlugZap } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useMemo, useSyncExternalStore } from 'react';
import { LiveLight } from '@/components/frame/live-light';
import { TopBar } from '@/components/frame/top-bar';
import { useLive } from '@/components/frame/use-project-events';
import { everySecond } from '@/components/ui/clock';
import { EmptyState } from '@/components/ui/empty-state';
import type { AgentList } from '@/server/domain/agent/agent.schema';
import { useAgentDoor, useAgentEvents, useAgents } from './agent-door';
import { AgentRow } from './agent-row';
import { AgentsFailed, AgentsSkeleton } from './agents-states';
import { LastCalls } from './last-calls';
import { Legend } from './legend';
import { useAgentKeys } from './use-agent-keys';
import './agent.css';

const ConnectPane = dynamic(() => import('./connect-pane').then(({ ConnectPane: pane }) => pane));
const AgentPane = dynamic(() => import('./agent-pane').then(({ AgentPane: pane }) => pane));

/** Server's now minus ours, as the last answer told it. */
function useOffset(data: AgentList | undefined): number {
  return useMemo(() => (data === undefined ? 0 : Date.parse(data.now) - Date.now()), [data]);
}

/** The minute hand of the lights: changes every ten seconds, so that an agent that fell silent is seen to. */
const tens = () => Math.floor(Date.now() / 10_000);

/** The agents of a project, live: who is there, what they may do, and how one more is connected. */
export function AgentsPage({ project, origin }: { project: string; origin: string | null }) {
  const t = useTranslations('agent');
  const params = useSearchParams();
  const door = useAgentDoor(project);
  useAgentEvents(door);
  const live = useLive(project);
  const { data, isError, error, isFetching, refetch } = useAgents(door);
  const offset = useOffset(data);
  const ten = useSyncExternalStore(everySecond, tens, tens);
  const now = useMemo(() => ten * 10_000 + 9_999 + offset, [ten, offset]);
  const base = `/${project}/agents`;
  const named = params.get('agent');
  const connecting = params.has('connect');
  const chosen = data?.agents.find(({ name }) => name === named) ?? null;
  const admin = data?.mayAdminister ?? false;
  const paneOpen = (connecting && admin) || chosen !== null;
  const addressOf = (name: string) => `${base}?agent=${encodeURIComponent(name)}`;

  useAgentKeys({ base, admin, paneOpen, agents: data?.agents ?? [] });

  const connectLink = (
    <Link
      href={`${base}?connect`}
      scroll={false}
      className="btn"
      data-variant={connecting ? 'plain' : 'primary'}
      data-size="md"
      data-action="agent.connect"
    >
      <PlugZap size={14} aria-hidden />
      <span className="max-sm:sr-only">{t('connectOne')}</span>
    </Link>
  );
  return (
    <>
      <TopBar
        title={t('title')}
        live={
          data ? (
            <span className="max-sm:hidden" data-live={live === 'on' ? 'on' : live}>
              <LiveLight
                state={live === 'on' ? 'on' : live === 'lost' ? 'lost' : 'idle'}
                word={live === 'on' ? t('atWork', { count: data.atWork }) : undefined}
              />
            </span>
          ) : null
        }
        primary={admin ? connectLink : null}
      />
      <div className="min-h-0 flex-1 overflow-y-auto p-4 sm:px-6 sm:py-4.5">
        {data === undefined ? (
          isError ? (
            <AgentsFailed error={error} loading={isFetching} onRetry={() => void refetch()} />
          ) : (
            <AgentsSkeleton />
          )
        ) : (
          <div className="flex items-start gap-3.5">
            <div className={`flex min-w-0 flex-1 flex-col gap-3.5 ${paneOpen ? 'max-lg:hidden' : ''}`}>
              {isError ? (
                <AgentsFailed error={error} loading={isFetching} onRetry={() => void refetch()} />
              ) : null}
              {data.agents.length === 0 ? (
                <div className="rounded-pane bg-surface py-12 shadow-1">
                  <EmptyState action={admin ? connectLink : undefined}>
                    {admin ? t('empty') : t('emptyOwn')}
                  </EmptyState>
                </div>
              ) : (
                <>
                  <section
                    className="overflow-hidden rounded-pane bg-surface shadow-1"
                    aria-labelledby="agents-title"
                  >
                    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4.5 py-3">
                      <h2 id="agents-title" className="font-semibold text-ink-2 text-meta">
                        {admin ? t('all') : t('own')}
                      </h2>
                      <span className="text-ink-3 text-meta">
                        {t('bounded', { count: data.agents.length })}
                      </span>
                      <span className="flex-1" />
                      <Legend />
                    </div>
                    {data.agents.map((agent) => (
                      <AgentRow
                        key={agent.id}
                        agent={agent}
                        href={addressOf(agent.name)}
                        here={agent.name === named}
                        now={now}
                        offset={offset}
                      />
                    ))}
                  </section>
                  <LastCalls door={door} offset={offset} />
                </>
              )}
            </div>
            {paneOpen ? (
              <aside className="agent-aside" aria-label={connecting ? t('connectOne') : (chosen?.name ?? '')}>
                {connecting && admin ? (
                  <ConnectPane
                    key={chosen?.id ?? 'new'}
                    door={door}
                    agents={data.agents}
                    agent={chosen}
                    origin={origin === null ? window.location.origin : new URL(origin).origin}
                    offset={offset}
                    back={chosen === null ? base : addressOf(chosen.name)}
                  />
                ) : chosen !== null ? (
                  <AgentPane
                    key={chosen.id}
                    door={door}
                    agent={chosen}
                    mayAdminister={admin}
                    now={now}
                    offset={offset}
                    back={base}
                    connect={`${addressOf(chosen.name)}&connect`}
                  />
                ) : null}
              </aside>
            ) : null}
          </div>
        )}
      </div>
    </>
  );
}
