'use client';

import { CircleCheck, CircleX, History, Lock } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { usePolicyWords } from '@/components/policy/policy-words';
import { useProjectNames } from '@/components/policy/use-project-names';
import { Select } from '@/components/ui/field';
import { RelativeTime } from '@/components/ui/relative-time';
import { Skeleton } from '@/components/ui/skeleton';
import { Tag } from '@/components/ui/tag';
import { TickBox } from '@/components/ui/tick-box';
import type { RecoveryBrief } from '@/server/domain/session/brief.schema';
import type { SessionDetail } from '@/server/domain/session/session.schema';
import { useAttentionFact, useDeedWords, useMoveWords } from './brief-words';
import { ReadFailure } from './read-failure';
import { unled } from './timeline.rules';
import { useBrief, useSessionDetail } from './use-sessions';

const BUDGETS = ['800', '1500', '2000', '4000'] as const;
type BudgetKey = (typeof BUDGETS)[number];
const LAYERS = ['state', 'session', 'project', 'global'] as const;

/** What a recovery would answer now, or what the last one answered, and how the first move after it went. */
export function SessionBrief({ project, session }: { project: string; session: string }) {
  const t = useTranslations('sessions.brief');
  const [budget, setBudget] = useState<BudgetKey>('1500');
  const detail = useSessionDetail(project, session);
  const brief = useBrief(project, session, Number(budget));
  const last = detail.data?.recoveries[0] ?? null;
  if (brief.isError && brief.data === undefined)
    return <ReadFailure error={brief.error} onAgain={() => void brief.refetch()} />;
  if (brief.data === undefined) return <Skeleton className="h-72 w-full" />;
  return (
    <section
      className="rounded-pane bg-surface px-4 py-3.5 shadow-1"
      aria-label={t('title')}
      data-brief={session}
    >
      <header className="mb-2.5 flex flex-wrap items-center gap-2.5">
        <History size={16} aria-hidden className="text-go" />
        <h2 className="font-semibold text-pane">{t('title')}</h2>
        <span className="text-meta text-ink-3">{last === null ? t('never') : <Given recovery={last} />}</span>
        <span className="flex-1" />
        {last === null ? null : <Score recovery={last} />}
        <Select
          aria-label={t('budget')}
          value={budget}
          onChange={setBudget}
          options={BUDGETS.map((value) => ({ value, label: t('tokens', { count: Number(value) }) }))}
        />
      </header>
      <TokenBar brief={brief.data} />
      <BriefRows brief={brief.data} project={project} />
    </section>
  );
}

type Recovery = SessionDetail['recoveries'][number];

function Given({ recovery }: { recovery: Recovery }) {
  const t = useTranslations('sessions.brief');
  return (
    <>
      {t('given', { name: recovery.brief.actor })} <RelativeTime iso={recovery.at} format="clock" />
    </>
  );
}

function Score({ recovery }: { recovery: Recovery }) {
  const t = useTranslations('sessions.brief');
  if (recovery.fitted === null) return <Tag tone="outline">{t('unscored')}</Tag>;
  return (
    <Tag
      tone={recovery.fitted ? 'go' : 'wait'}
      data-score={recovery.fitted ? 'fitted' : 'missed'}
      title={recovery.firstAction ?? ''}
    >
      {recovery.fitted ? <CircleCheck size={12} aria-hidden /> : <CircleX size={12} aria-hidden />}
      {t(recovery.fitted ? 'fitted' : 'missed')}
    </Tag>
  );
}

/** How the tokens of a brief are spent, by layer. */
export function TokenBar({ brief }: { brief: Pick<RecoveryBrief, 'layers' | 'tokens' | 'budget'> }) {
  const t = useTranslations('sessions.brief');
  return (
    <div className="mb-1">
      <div className="token-bar" aria-hidden="true">
        {LAYERS.map((layer) => (
          <i
            key={layer}
            data-layer={layer}
            style={{ width: `${(brief.layers[layer] / brief.budget) * 100}%` }}
          />
        ))}
      </div>
      <p className="mt-1.5 flex flex-wrap gap-x-3.5 text-meta text-ink-2">
        {LAYERS.map((layer) => (
          <span key={layer}>
            <i className="token-dot" data-layer={layer} aria-hidden="true" />
            {t(`layer.${layer}`)} <span className="mono">{brief.layers[layer]}</span>
          </span>
        ))}
        <span className="ml-auto text-ink-3">
          {t('spent', { tokens: brief.tokens, budget: brief.budget })}
        </span>
      </p>
    </div>
  );
}

function BriefRows({ brief, project }: { brief: RecoveryBrief; project: string }) {
  const t = useTranslations('sessions.brief');
  const words = usePolicyWords();
  const names = useProjectNames(project);
  const deed = useDeedWords(names);
  const attention = useAttentionFact(names);
  const move = useMoveWords(names);
  const { focus, claim, leftOut } = brief;
  const left = (['openItems', 'since', 'event', 'tech', 'meta', 'context', 'moves', 'gaps'] as const).filter(
    (kind) => leftOut[kind] > 0,
  );
  return (
    <dl className="brief-rows">
      <Line name={t('focus')}>
        <b className="block font-semibold">{focus.task || focus.title || t('noFocus')}</b>
        {focus.lastAction === null ? null : (
          <span className="block text-ink-2">
            {t('lastAction')} <RelativeTime iso={focus.lastAction.at} format="clock" />:{' '}
            {unled(deed(focus.lastAction))}
          </span>
        )}
      </Line>
      <Line name={t('claim')}>
        {t(`claims.${claim.state}`, {
          holder: claim.holder ?? '',
          fence: claim.fence,
          handoff: brief.handoff ?? '',
        })}
      </Line>
      {brief.attention.length === 0 ? null : (
        <Line name={t('attention')}>
          {brief.attention.map((one) => (
            <span key={one.kind} className="block font-medium text-wait">
              {t(`attentions.${one.kind}`, { fact: attention(one) })}
            </span>
          ))}
        </Line>
      )}
      <Line name={t('open')}>
        {brief.openItems.length === 0 ? (
          <span className="text-ink-3">{t('none')}</span>
        ) : (
          brief.openItems.map((item) => (
            <span key={item.item} className="flex items-center gap-2 py-0.5" data-item={item.item}>
              <TickBox state="open" label={t('isOpen')} />
              {names.item(item.item) === item.item ? item.label : names.item(item.item)}
              <span className="text-meta text-ink-3">{t(`needs.${item.need.replace(' ', '-')}`)}</span>
            </span>
          ))
        )}
      </Line>
      {brief.questions.length === 0 ? null : (
        <Line name={t('questions')}>
          {brief.questions.map((question) => (
            <span key={question.at} className="block">
              <span className="text-wait">
                {t('asked', { by: question.by, to: names.role(question.to) })}
              </span>{' '}
              {question.text}
            </span>
          ))}
        </Line>
      )}
      <Line name={t('since')}>
        {brief.since.length === 0 ? (
          <span className="text-ink-3">{t('nothing')}</span>
        ) : (
          brief.since.map((one) => (
            <span key={`${one.at} ${one.what}`} className="block">
              <b className="font-semibold">{one.by}</b> {deed(one)}
            </span>
          ))
        )}
      </Line>
      <Line name={t('moves')}>
        <span className="flex flex-wrap gap-1.5">
          {brief.moves.length === 0 ? <span className="text-ink-3">{t('none')}</span> : null}
          {brief.moves.map((one) => (
            <Tag
              key={`${one.action} ${one.to}`}
              tone={one.allowed === 'blocked' ? 'stop' : 'go'}
              title={
                one.blockedBy === ''
                  ? undefined
                  : words({ policyId: one.blockedBy, title: one.blockedBy, why: '' }).title
              }
            >
              {one.allowed === 'blocked' ? <Lock size={12} aria-hidden /> : null}
              {move(one)}
            </Tag>
          ))}
        </span>
      </Line>
      <Line name={t('context')}>
        {brief.context.length === 0 ? (
          <span className="text-ink-3">{t('none')}</span>
        ) : (
          brief.context.map((entry) => (
            <span key={entry.key} className="block">
              <i className="token-dot" data-layer={entry.layer} aria-hidden="true" />
              <span className="mono">{entry.key}</span>{' '}
              <span className="text-ink-2">
                {typeof entry.value === 'string' ? entry.value : JSON.stringify(entry.value)}
              </span>
            </span>
          ))
        )}
      </Line>
      <Line name={t('leftOut')}>
        {left.length === 0 && brief.clipped === 0
          ? t('leftNothing')
          : left.map((kind) => t(`left.${kind}`, { count: leftOut[kind] })).join(', ')}
        {brief.clipped > 0 ? ` ${t('left.clipped', { count: brief.clipped })}` : ''}
        {brief.gaps.map((gap) => (
          <span key={gap.from} className="block text-wait">
            {t(gap.to === null ? 'gapOpen' : 'gap', { minutes: gap.minutes })}{' '}
            <RelativeTime iso={gap.from} format="clock" />
          </span>
        ))}
      </Line>
    </dl>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}
