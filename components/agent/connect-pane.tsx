'use client';

import { Check, EyeOff, X } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { focusOnMount } from '@/components/board/focus-on-mount';
import { Button } from '@/components/ui/button';
import { ErrorNote } from '@/components/ui/error-note';
import { Skeleton } from '@/components/ui/skeleton';
import type { AgentView } from '@/server/domain/agent/agent.schema';
import { arrivalOf } from '@/server/domain/agent/light.rules';
import { type AgentDoor, useCalls, useChoices } from './agent-door';
import { ArrivalLane } from './arrival-lane';
import { CopyButton, SnippetView } from './snippet-view';
import { type Issued, TokenForm } from './token-form';
import { useDeed } from './use-deed';

export interface ConnectPaneProps {
  door: AgentDoor;
  agents: readonly AgentView[];
  /** The agent that gets one more token; null makes a new agent. */
  agent: AgentView | null;
  origin: string;
  offset: number;
  /** Address of the page without this pane. */
  back: string;
}

/** From a name to the light: a token, what to paste, and the first call as it comes in. */
export function ConnectPane(props: ConnectPaneProps) {
  const { door, agents, agent, origin, offset, back } = props;
  const t = useTranslations('agent.connect');
  const [issued, setIssued] = useState<Issued | null>(null);
  const deed = useDeed(door);
  const choices = useChoices(door, true);
  const token = issued?.token ?? null;
  return (
    <section className="pane-body" aria-labelledby="connect-title" data-connect>
      <div className="mb-4 flex items-center gap-3">
        <h2 id="connect-title" className="font-semibold text-pane">
          {agent === null ? t('title') : t('titleOf', { name: agent.name })}
        </h2>
        <span className="flex-1" />
        <span className="text-ink-3 text-meta max-sm:hidden">{t('minute')}</span>
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
      <div className="flex flex-col gap-5">
        <Step number={1} state={issued ? 'done' : 'now'} title={t('step1')}>
          {issued ? (
            <p className="text-ink-2">{t('issued', { agent: issued.agent, token: issued.name })}</p>
          ) : choices.data ? (
            <TokenForm
              agent={agent}
              agents={agents}
              choices={choices.data}
              deed={deed}
              onIssued={setIssued}
            />
          ) : choices.isError ? (
            <ErrorNote
              title={t('choicesFailed')}
              action={<Button onClick={() => void choices.refetch()}>{t('retry')}</Button>}
            />
          ) : (
            <Skeleton className="h-40 w-full" />
          )}
        </Step>
        <Step number={2} state={issued ? 'done' : 'next'} title={t('step2')}>
          {issued && token === null ? (
            <ErrorNote
              tone="wait"
              className="mb-3"
              title={t('lostAnswer')}
              safe={t('lostAnswerDo', { token: issued.name })}
            />
          ) : null}
          {token === null ? null : (
            // The form that had the focus is gone: it goes on from here.
            <div className="mb-3 outline-none" ref={focusOnMount} tabIndex={-1}>
              <div className="flex items-center gap-2">
                <code
                  className="mono min-w-0 flex-1 truncate rounded-btn bg-sunken px-2.5 py-1.5"
                  data-token-once
                >
                  {token}
                </code>
                <CopyButton text={token} label={t('copy')} what={t('token')} />
              </div>
              <p className="mt-1.5 flex items-center gap-1.5 text-ink-3 text-meta">
                <EyeOff size={13} aria-hidden />
                {t('once')}
              </p>
            </div>
          )}
          <SnippetView origin={origin} token={token} />
        </Step>
        <Step number={3} state={issued ? 'now' : 'next'} title={t('step3')}>
          {issued ? (
            <Arrivals
              door={door}
              issued={issued}
              offset={offset}
              agent={agents.find(({ name }) => name === issued.agent)}
            />
          ) : (
            <p className="text-ink-3">{t('step3Later')}</p>
          )}
        </Step>
      </div>
    </section>
  );
}

function Arrivals(props: { door: AgentDoor; issued: Issued; offset: number; agent: AgentView | undefined }) {
  const { door, issued, offset, agent } = props;
  const { data } = useCalls(door, issued.agent);
  const calls = (data?.calls ?? []).filter(({ token }) => token === issued.name);
  return (
    <ArrivalLane
      name={issued.agent}
      id={agent?.id}
      roles={agent?.roles ?? []}
      arrival={arrivalOf(calls)}
      offset={offset}
    />
  );
}

function Step(props: { number: number; state: 'done' | 'now' | 'next'; title: string; children: ReactNode }) {
  const { number, state, title, children } = props;
  return (
    <div className="agent-step" data-state={state}>
      <span className="agent-step-mark" aria-hidden>
        {state === 'done' ? <Check size={14} /> : number}
      </span>
      <div className="min-w-0">
        <h3 className="mb-2.5 pt-1 font-semibold">{title}</h3>
        {children}
      </div>
    </div>
  );
}
