'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import { Tag } from '@/components/ui/tag';
import type { AgentView, TokenView } from '@/server/domain/agent/agent.schema';
import { tokenLife } from '@/server/domain/agent/light.rules';
import type { AgentDoor } from './agent-door';
import { DeedRefusal } from './deed-refusal';
import { useDeed } from './use-deed';

export interface TokensListProps {
  door: AgentDoor;
  agent: AgentView;
  mayAdminister: boolean;
  now: number;
  offset: number;
}

/** The tokens of one agent: what each is good for, until when, and when it was last used. */
export function TokensList({ door, agent, mayAdminister, now, offset }: TokensListProps) {
  const t = useTranslations('agent.tokens');
  const deed = useDeed(door);
  const [asked, setAsked] = useState<string | null>(null);
  if (agent.tokens.length === 0) return <p className="text-ink-3">{t('none')}</p>;
  return (
    <>
      <ul className="flex flex-col">
        {agent.tokens.map((token) => {
          const life = tokenLife([token], now);
          const holds = life.kind === 'holds';
          return (
            <li
              key={token.id}
              className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-t py-2 first:border-t-0"
              data-token={token.name}
              data-life={life.kind}
            >
              <span className={holds ? 'mono font-semibold' : 'mono text-ink-3 line-through'}>
                {token.name}
              </span>
              <span className="flex gap-1">
                {token.scopes.map((scope) => (
                  <Tag key={scope}>{scope}</Tag>
                ))}
              </span>
              <span className="min-w-0 flex-1 text-ink-3 text-meta max-sm:order-last max-sm:basis-full">
                <TokenState
                  token={token}
                  days={life.days}
                  kind={life.kind}
                  soon={life.soon}
                  offset={offset}
                />
              </span>
              {holds && mayAdminister ? (
                asked === token.name ? (
                  <span className="flex items-center gap-1.5">
                    <span className="text-meta text-stop">{t('sure')}</span>
                    <Button
                      size="sm"
                      variant="stop"
                      loading={deed.pending}
                      data-action="token.revoke"
                      onClick={() =>
                        void deed.run('token.revoke', { id: token.id }).then((done) => done && setAsked(null))
                      }
                    >
                      {t('revoke')}
                    </Button>
                    <Button size="sm" variant="ghost" onClick={() => setAsked(null)}>
                      {t('keep')}
                    </Button>
                  </span>
                ) : (
                  <Button
                    size="sm"
                    variant="ghost"
                    aria-label={t('revokeOne', { token: token.name })}
                    data-ask="token.revoke"
                    onClick={() => setAsked(token.name)}
                  >
                    {t('revoke')}
                  </Button>
                )
              ) : null}
            </li>
          );
        })}
      </ul>
      <DeedRefusal deed={deed} className="mt-2" />
    </>
  );
}

function TokenState(props: { token: TokenView; days: number; kind: string; soon: boolean; offset: number }) {
  const t = useTranslations('agent.tokens');
  const { token, days, kind, soon, offset } = props;
  const used =
    token.lastUsedAt === null
      ? t('neverUsed')
      : t.rich('used', {
          when: () => <RelativeTime iso={token.lastUsedAt ?? ''} offset={offset} format="ago" />,
        });
  return (
    <>
      {kind === 'revoked' ? (
        t.rich('revoked', {
          when: () => <RelativeTime iso={token.revokedAt ?? ''} offset={offset} format="ago" />,
        })
      ) : kind === 'ended' ? (
        t('ended')
      ) : (
        <span className={soon ? 'font-medium text-wait' : undefined}>{t('ends', { days })}</span>
      )}
      {' · '}
      {used}
    </>
  );
}
