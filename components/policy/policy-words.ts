'use client';

import { useTranslations } from 'next-intl';
import { useCallback } from 'react';

/** Title and reason of a policy in the page's language; a project's own policies come with their own words. */
export function usePolicyWords() {
  const t = useTranslations('policy');
  return useCallback(
    (denial: { readonly policyId: string; readonly title: string; readonly why: string }) => {
      const key = denial.policyId.replaceAll('.', '-');
      const word = (part: 'title' | 'why', fallback: string) =>
        t.has(`builtin.${key}.${part}`) ? t(`builtin.${key}.${part}`) : fallback;
      return { title: word('title', denial.title), why: word('why', denial.why) };
    },
    [t],
  );
}

/** What an action is called in the page's language; the registry's own title where it has no words. */
export function useActionTitle(): (action: { readonly name: string; readonly title?: string }) => string {
  const t = useTranslations('palette.actions');
  return useCallback(({ name, title }) => (t.has(name) ? t(name) : (title ?? name)), [t]);
}

/** Whom a step is for: a permission, or the holders of a role. */
export function useByWords(roleName: (key: string) => string) {
  const t = useTranslations('policy.by');
  return useCallback(
    (by: string) => {
      if (by.startsWith('role:')) return t('role', { role: roleName(by.slice('role:'.length)) });
      return t.has(by) ? t(by) : by;
    },
    [t, roleName],
  );
}

/** A value that the messages take for 'not named'. */
const NONE = 'empty';

/** What a step does: as the words of a button, or as what to ask somebody else for. */
export function useStepWords(
  itemName: (key: string) => string,
  stageName: (key: string) => string,
  form: 'step' | 'ask' = 'step',
) {
  const t = useTranslations(`policy.${form}`);
  return useCallback(
    (step: { readonly action: string; readonly arguments: Readonly<Record<string, unknown>> }) => {
      const key = step.action.replaceAll('.', '-');
      const text = (name: string) => {
        const value = step.arguments[name];
        return typeof value === 'string' ? value : '';
      };
      const item = text('item');
      return t.has(key)
        ? t(key, {
            item: item === '' ? NONE : itemName(item),
            branch: text('branch') === '' ? NONE : text('branch'),
            to: text('to') === '' ? NONE : stageName(text('to')),
          })
        : t('other', { action: step.action });
    },
    [t, itemName, stageName],
  );
}
