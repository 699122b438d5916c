'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useActionTitle, usePolicyWords } from '@/components/policy/policy-words';
import type { useProjectNames } from '@/components/policy/use-project-names';
import type { RecoveryBrief } from '@/server/domain/session/brief.schema';

/* A brief is written for agents, in keys; here are the words for people. */

type Names = ReturnType<typeof useProjectNames>;

/** What somebody did, and the words or the thing it was about; a line that somebody wrote speaks for itself. */
export function useDeedWords(names: Names) {
  const t = useTranslations('handoff.conflict.event');
  const policy = usePolicyWords();
  return ({ what, text }: { readonly what: string; readonly text: string }): string => {
    const key = what.replaceAll('.', '-');
    if (!t.has(key)) return text || what;
    if (text === '') return t(key);
    const stage = names.stage(text);
    const named = stage === text ? names.item(text) : stage;
    return `${t(key)}: ${policy({ policyId: text, title: named, why: '' }).title}`;
  };
}

/** What a call for attention is about: a name where the brief has a key. */
export function useAttentionFact(names: Names) {
  const t = useTranslations('handoff.state');
  const locale = useLocale();
  return ({ kind, fact }: RecoveryBrief['attention'][number]): string | number => {
    if (kind === 'moved') return names.stage(String(fact));
    return kind === 'closed' && t.has(String(fact)) ? t(String(fact)).toLocaleLowerCase(locale) : fact;
  };
}

/** A move as the panel's buttons call it, else as the palette does. */
export function useMoveWords(names: Names) {
  const t = useTranslations('handoff.move');
  const title = useActionTitle();
  return ({ action, to }: RecoveryBrief['moves'][number]): string => {
    if (action === 'handoff.send') return t('sendTo', { stage: names.stage(to) });
    if (action === 'handoff.return' && to !== '') return t('returnTo', { stage: names.stage(to) });
    const [noun, verb = ''] = action.split('.');
    const words = noun === 'handoff' && t.has(verb) ? t(verb) : title({ name: action });
    if (to === '') return words;
    return `${words}: ${noun === 'handoff' ? names.stage(to) : names.item(to)}`;
  };
}
