'use client';

import { useTranslations } from 'next-intl';
import { usePolicyWords } from '@/components/policy/policy-words';
import { Button } from '@/components/ui/button';
import { ErrorNote } from '@/components/ui/error-note';
import type { Deed } from './use-deed';

/** Why nothing happened, where it was tried: what it was, what is safe, what to do. */
export function DeedRefusal({ deed, className }: { deed: Deed; className?: string }) {
  const t = useTranslations('agent.refused');
  const words = usePolicyWords();
  const { refusal, reset } = deed;
  if (refusal === null) return null;
  const [denial] = refusal.kind === 'denied' ? refusal.denials : [];
  const told = denial === undefined ? null : words(denial);
  const rule = denial?.policyId.replaceAll('.', '-') ?? '';
  const title =
    refusal.kind === 'offline'
      ? t('offline')
      : told !== null
        ? t.has(`rule.${rule}`)
          ? t(`rule.${rule}`)
          : told.title
        : refusal.kind === 'other'
          ? refusal.message
          : t('other');
  const more = told === null ? (refusal.kind === 'other' ? refusal.hint : '') : told.why;
  return (
    <div data-denial={denial?.policyId ?? refusal.kind} className={className}>
      <ErrorNote
        tone={refusal.kind === 'offline' ? 'wait' : 'stop'}
        title={title}
        safe={[more, t('safe')].filter((part) => part !== '').join(' ')}
        action={<Button onClick={reset}>{t('dismiss')}</Button>}
      />
    </div>
  );
}
