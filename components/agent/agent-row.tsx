'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { ActorMark } from '@/components/ui/actor-mark';
import { RelativeTime } from '@/components/ui/relative-time';
import { Tag } from '@/components/ui/tag';
import type { AgentView } from '@/server/domain/agent/agent.schema';
import { lightOf, scopesOf, tokenLife } from '@/server/domain/agent/light.rules';
import { AgentLight } from './agent-light';

/** An agent's lease at its claim, in ms; the ring shows what is left of it. */
const LEASE_MS = 15 * 60_000;

export interface AgentRowProps {
  agent: AgentView;
  href: string;
  here: boolean;
  /** The server's clock. */
  now: number;
  offset: number;
}

/** One agent: who, on whose behalf, whether it is there, what it may do and until when. */
export function AgentRow({ agent, href, here, now, offset }: AgentRowProps) {
  const light = lightOf(agent, now);
  const gone = light === 'off' || light === 'lost';
  const [claim] = agent.claims;
  const left = claim?.leaseUntil ? Date.parse(claim.leaseUntil) - now : 0;
  const t = useTranslations('agent');
  return (
    <Link
      href={href}
      scroll={false}
      className="agent-row"
      aria-current={here ? 'true' : undefined}
      data-agent={agent.name}
      data-light={light}
    >
      <ActorMark
        id={agent.id}
        kind="agent"
        name={agent.name}
        owner={agent.owner}
        size={34}
        variant={gone ? 'gone' : 'normal'}
        lease={claim && !gone ? { fraction: Math.min(1, left / LEASE_MS), warn: left < 120_000 } : null}
        label=""
      />
      <span className="min-w-0">
        <span className="flex items-baseline gap-1.5">
          <span className="mono truncate font-semibold">{agent.name}</span>
          <span className="truncate text-ink-3 text-meta">{agent.roles.join(', ')}</span>
        </span>
        <span className="block truncate text-ink-3 text-meta">
          {t('actsFor', { name: agent.owner.name })}
        </span>
      </span>
      <span className="agent-row-light min-w-0">
        <AgentLight light={light} />
        <span className="block truncate text-ink-3 text-micro">
          <Standing agent={agent} light={light} offset={offset} />
        </span>
      </span>
      <span className="agent-row-scopes flex flex-wrap gap-1">
        {scopesOf(agent.tokens, now).map((scope) => (
          <Tag key={scope}>{scope}</Tag>
        ))}
      </span>
      <span className="agent-row-life text-right text-meta">
        <Life agent={agent} now={now} />
      </span>
    </Link>
  );
}

function Life({ agent, now }: { agent: AgentView; now: number }) {
  const t = useTranslations('agent.life');
  const life = tokenLife(agent.tokens, now);
  if (life.kind !== 'holds') return <span className="text-ink-3">{t(life.kind)}</span>;
  return (
    <span className={life.soon ? 'font-medium text-wait' : 'text-ink-3'}>
      {t('holds', { days: life.days })}
    </span>
  );
}

/** What it does now, or since when it does not. */
export function Standing(props: { agent: AgentView; light: string; offset: number }) {
  const t = useTranslations('agent.standing');
  const { agent, light, offset } = props;
  const [claim] = agent.claims;
  const [lost] = agent.lost;
  const call = agent.lastCall;
  if (agent.disabledAt !== null) {
    return t.rich('stopped', {
      name: agent.disabledBy ?? '',
      known: String(agent.disabledBy !== null),
      when: () => <RelativeTime iso={agent.disabledAt ?? ''} offset={offset} format="ago" />,
    });
  }
  if (light === 'off') return t('noToken');
  if (light === 'waiting') return t('waiting');
  if (light === 'refused' && call !== null) {
    return t.rich('refused', {
      by: call.stoppedBy === '' ? call.outcome : call.stoppedBy,
      when: () => <RelativeTime iso={call.at} offset={offset} format="ago" />,
    });
  }
  if (light === 'lost' && lost !== undefined && call !== null) {
    return t.rich('lost', {
      handoff: lost.handoff,
      when: () => <RelativeTime iso={call.at} offset={offset} />,
    });
  }
  if (claim?.leaseUntil) {
    return t.rich('claims', {
      handoff: claim.handoff,
      more: agent.claims.length - 1,
      lease: () => <RelativeTime iso={claim.leaseUntil ?? ''} offset={offset} format="left" />,
    });
  }
  if (call === null) return t('waiting');
  return t.rich('lastCall', { when: () => <RelativeTime iso={call.at} offset={offset} format="ago" /> });
}
