'use client';

import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { useByWords } from '@/components/policy/policy-words';
import { Tag } from '@/components/ui/tag';
import type { PolicyCoverage } from '@/server/domain/policy-log/coverage.schema';
import { CedarText } from './cedar-text';
import { DecisionList } from './decision-list';
import { OverrideRows } from './override-rows';
import { unlockedShare } from './sort.rules';
import { useBuiltinWords } from './use-builtin-words';

const same = (key: string) => key;

/** Facts that a policy's text looks at, once each, in their order. */
function factsOf(text: string): readonly string[] {
  return [
    ...new Set([...text.matchAll(/\b(?:context|principal)\.(\w+)/g)].map(([, name = '']) => name)),
  ].filter((name) => name !== 'overrides');
}

/** One policy: what it denies and why, its text, whom it refused, and where it was set aside. */
export function PolicyDetail({ project, policy }: { project: string; policy: PolicyCoverage }) {
  const t = useTranslations('policies');
  const words = useBuiltinWords()(policy);
  const by = useByWords(same);
  const { number } = useFormatter();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus({ preventScroll: true }), []);
  const { mode, override } = policy;
  const share = unlockedShare(policy);
  const facts = factsOf(policy.text);
  return (
    <aside className="flex min-w-0 flex-col gap-3.5" data-policy-detail={policy.id}>
      <section className="rounded-pane bg-surface px-4 py-3.5 shadow-1">
        <Link
          href={`/${project}/policies`}
          className="mb-2 inline-flex items-center gap-1.5 rounded-chip text-ink-2 min-[1100px]:hidden"
        >
          <ArrowLeft size={14} aria-hidden />
          {t('back')}
        </Link>
        <div className="flex items-start gap-2">
          <h2 ref={title} tabIndex={-1} className="min-w-0 flex-1 font-semibold text-read outline-none">
            {words.name}
            <span className="mono block font-normal text-ink-3 text-meta">{policy.id}</span>
          </h2>
          <Tag>{t(`mode.${mode}`)}</Tag>
        </div>
        <p className="mt-1 text-ink-2 text-meta">{t(`about.${mode}`)}</p>
        <dl className="my-2.5 flex flex-col gap-1.5">
          {(['denies', 'example', 'fix'] as const).map((part) => (
            <div key={part}>
              <dt className="text-ink-3 text-meta">{t(`part.${part}`)}</dt>
              <dd>{words[part]}</dd>
            </div>
          ))}
          <div>
            <dt className="text-ink-3 text-meta">{t('part.override')}</dt>
            <dd>{override.possible ? t('overrideBy', { who: by(override.by) }) : t('noOverride')}</dd>
          </div>
        </dl>
        {mode === 'structural' ? null : (
          <>
            <CedarText text={policy.text} />
            {facts.length === 0 ? null : (
              <p className="mt-2 text-ink-3 text-meta">
                {t('facts')} <span className="mono text-ink-2">{facts.join(', ')}</span>
              </p>
            )}
          </>
        )}
      </section>
      {mode === 'structural' ? null : (
        <section className="rounded-pane bg-surface px-4 py-3 shadow-1">
          <h3 className="font-semibold text-ink-2 text-meta">{t('coverage')}</h3>
          <dl className="mt-1.5 grid grid-cols-[1fr_auto] gap-x-3 gap-y-1.5">
            <dt>{t('count.allowed')}</dt>
            <dd className="mono text-right">{number(policy.allowed ?? 0)}</dd>
            <dt>{t('count.denied')}</dt>
            <dd className="mono text-right">{number(policy.denied)}</dd>
            <dt>{t('count.through')}</dt>
            <dd className="mono text-right">{share === null ? '–' : number(share, { style: 'percent' })}</dd>
            <dt>{t('count.overridden')}</dt>
            <dd className="mono text-right">{number(policy.overridden)}</dd>
            <dt>{t('count.unused')}</dt>
            <dd className="mono text-right">{number(policy.unused)}</dd>
          </dl>
          {policy.denied === 0 ? <p className="mt-1.5 text-ink-3 text-meta">{t('neverMatched')}</p> : null}
          {policy.selfApproved > 0 ? (
            <p className="mt-1.5 text-meta text-stop">
              {t('selfApprovedLong', { count: policy.selfApproved })}
            </p>
          ) : null}
        </section>
      )}
      {mode === 'structural' ? null : <DecisionList project={project} policy={policy} fix={words.fix} />}
      {override.possible ? <OverrideRows project={project} policy={policy.id} /> : null}
    </aside>
  );
}
