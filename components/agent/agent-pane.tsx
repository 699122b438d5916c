'use client';

import { Play, Plug, Power, X } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useFrame } from '@/components/frame/frame-context';
import { ActorMark } from '@/components/ui/actor-mark';
import { Button } from '@/components/ui/button';
import { useToast } from '@/components/ui/toaster';
import type { AgentView } from '@/server/domain/agent/agent.schema';
import { lightOf } from '@/server/domain/agent/light.rules';
import { type AgentDoor, useCalls } from './agent-door';
import { AgentLight } from './agent-light';
import { Standing } from './agent-row';
import { AgentSettings } from './agent-settings';
import { CallsList } from './calls-list';
import { DeedRefusal } from './deed-refusal';
import { TokensList } from './tokens-list';
import { useDeed } from './use-deed';

export interface AgentPaneProps {
  door: AgentDoor;
  agent: AgentView;
  mayAdminister: boolean;
  now: number;
  offset: number;
  /** Addresses: the page without this pane, and the steps to one more token. */
  back: string;
  connect: string;
}

/** One agent: the switch that stops it, its tokens, its roles and owner, and what it called. */
export function AgentPane(props: AgentPaneProps) {
  const { door, agent, mayAdminister, now, offset, back, connect } = props;
  const t = useTranslations('agent.pane');
  const calls = useCalls(door, agent.name);
  const light = lightOf(agent, now);
  return (
    <section className="pane-body" aria-labelledby="agent-title" data-agent-pane={agent.name}>
      <div className="mb-3 flex items-center gap-3">
        <ActorMark id={agent.id} kind="agent" name={agent.name} owner={agent.owner} size={34} label="" />
        <div className="min-w-0 flex-1">
          <h2 id="agent-title" className="mono truncate font-semibold text-pane">
            {agent.name}
          </h2>
          <p className="flex flex-wrap items-center gap-x-2 text-ink-3 text-meta" data-light={light}>
            <AgentLight light={light} className="text-ink" />
            <Standing agent={agent} light={light} offset={offset} />
          </p>
        </div>
        <Link
          href={back}
          scroll={false}
          className="btn"
          data-variant="ghost"
          data-size="sm"
          data-square=""
          aria-label={t('close')}
        >
          <X size={16} aria-hidden />
        </Link>
      </div>
      <KillSwitch door={door} agent={agent} mayAdminister={mayAdminister} />
      <div className="mt-5 mb-1 flex items-center gap-2">
        <h3 className="font-semibold text-ink-2 text-meta">{t('tokens')}</h3>
        <span className="flex-1" />
        {mayAdminister && agent.disabledAt === null ? (
          <Link
            href={connect}
            scroll={false}
            className="btn"
            data-variant="plain"
            data-size="sm"
            data-new-token
          >
            <Plug size={14} aria-hidden />
            {t('newToken')}
          </Link>
        ) : null}
      </div>
      <TokensList door={door} agent={agent} mayAdminister={mayAdminister} now={now} offset={offset} />
      <AgentSettings key={agent.id} door={door} agent={agent} mayAdminister={mayAdminister} />
      <div className="mt-5 mb-1 flex items-baseline gap-2">
        <h3 className="font-semibold text-ink-2 text-meta">{t('calls')}</h3>
        <span className="flex-1" />
        {calls.data ? (
          <span className="text-ink-3 text-meta">
            {t('today', { calls: calls.data.today, refused: calls.data.refusedToday })}
          </span>
        ) : null}
      </div>
      <div className="-mx-4.5">
        {calls.data && calls.data.calls.length > 0 ? (
          <CallsList calls={calls.data.calls} offset={offset} named={false} />
        ) : (
          <p className="px-4.5 text-ink-3">{calls.isError ? t('callsFailed') : t('noCalls')}</p>
        )}
      </div>
    </section>
  );
}

function KillSwitch({
  door,
  agent,
  mayAdminister,
}: {
  door: AgentDoor;
  agent: AgentView;
  mayAdminister: boolean;
}) {
  const t = useTranslations('agent.switch');
  const { me } = useFrame();
  const toast = useToast();
  const deed = useDeed(door);
  const stopped = agent.disabledAt !== null;
  const mayStop = mayAdminister || agent.owner.id === me.id;
  const enable = () => deed.run('agent.enable', { agent: agent.name });

  async function stop(): Promise<void> {
    const done = await deed.run('agent.disable', { agent: agent.name });
    if (done === null) return;
    const handoffs = Array.isArray(done.handoffs) ? done.handoffs.map(String) : [];
    toast({
      title: t('stoppedNow', { name: agent.name }),
      text: handoffs.length === 0 ? undefined : t('goBack', { handoffs: handoffs.join(', ') }),
      tone: 'wait',
      ...(mayAdminister ? { action: { label: t('undo'), onClick: () => void enable() } } : {}),
    });
  }

  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-3 rounded-card bg-sunken px-3.5 py-2.5">
        <div className="min-w-0 flex-1 max-sm:basis-full">
          <p className="font-medium">{stopped ? t('isStopped') : t('works')}</p>
          <p className="text-ink-3 text-meta">{stopped ? t('stoppedHint') : t('hint')}</p>
        </div>
        {stopped ? (
          mayAdminister ? (
            <Button loading={deed.pending} onClick={() => void enable()} data-action="agent.enable">
              <Play size={14} aria-hidden />
              {t('enable')}
            </Button>
          ) : (
            <p className="text-ink-3 text-meta">{t('enableBy')}</p>
          )
        ) : mayStop ? (
          <Button
            variant="stop"
            loading={deed.pending}
            onClick={() => void stop()}
            data-action="agent.disable"
          >
            <Power size={14} aria-hidden />
            {t('stop')}
          </Button>
        ) : null}
      </div>
      <DeedRefusal deed={deed} />
    </div>
  );
}
