'use client';

import { useTranslations } from 'next-intl';
import { usePolicyWords } from '@/components/policy/policy-words';
import { RelativeTime } from '@/components/ui/relative-time';
import type { AgentCalls } from '@/server/domain/agent/agent.schema';

type Call = AgentCalls['calls'][number];

/** Calls as they came, newest first; a refusal says what refused it and what unlocks it. */
export function CallsList({
  calls,
  offset,
  named,
}: {
  calls: readonly Call[];
  offset: number;
  named: boolean;
}) {
  return (
    <ul data-calls className="pb-2">
      {calls.map((call) => (
        <li
          key={`${call.agent} ${call.token} ${call.tool} ${call.action} ${call.outcome} ${call.stoppedBy} ${call.at}`}
          className="agent-call"
          data-outcome={call.outcome}
        >
          <RelativeTime iso={call.at} offset={offset} format="clock" className="mono text-ink-3" />
          <span className="mono truncate">{named ? call.agent : call.token}</span>
          <span className="mono min-w-0 truncate text-ink-2" title={call.action || call.tool}>
            {call.action === '' ? call.tool : call.action}
            {call.count > 1 ? <span className="text-ink-3"> ×{call.count}</span> : null}
          </span>
          <Outcome call={call} />
        </li>
      ))}
    </ul>
  );
}

function Outcome({ call }: { call: Call }) {
  const t = useTranslations('agent.outcome');
  const words = usePolicyWords();
  const { outcome, stoppedBy } = call;
  if (outcome === 'ok') return <span className="text-go text-meta">{t('ok')}</span>;
  const key = stoppedBy.replaceAll('.', '-');
  const title = words({ policyId: stoppedBy, title: stoppedBy, why: '' }).title;
  const what =
    outcome === 'INSUFFICIENT_SCOPE'
      ? t('scope', { scope: stoppedBy })
      : title !== '' && title !== stoppedBy
        ? title
        : t.has(`code.${outcome}`)
          ? t(`code.${outcome}`)
          : outcome;
  const unlock = t.has(`unlock.${key}`)
    ? t(`unlock.${key}`)
    : t.has(`unlockCode.${outcome}`)
      ? t(`unlockCode.${outcome}`)
      : t('unlockOther');
  return (
    <span className="min-w-0 text-meta">
      <span className="font-medium text-stop">{what}</span>{' '}
      <span className="text-ink-3">
        {unlock}
        {stoppedBy === '' ? null : <span className="mono"> {stoppedBy}</span>}
      </span>
    </span>
  );
}
