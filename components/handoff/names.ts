'use client';

import { useLocale } from 'next-intl';
import { useCallback } from 'react';
import { usePanel } from './panel-context';

export interface TwoNames {
  readonly en: string;
  readonly ru: string;
}

/** Picks the language of the page from a name that the domain pack gives in both. */
export function useLocalName(): (names: TwoNames) => string {
  const locale = useLocale();
  return useCallback((names) => (locale === 'ru' ? names.ru : names.en), [locale]);
}

/** Names of stages and roles by key; the key itself where it is not known (yet). */
export function useStageNames() {
  const { stages } = usePanel();
  const local = useLocalName();
  const locale = useLocale();
  const stage = useCallback(
    (key: string) => {
      const found = stages.find((one) => one.key === key);
      return found === undefined ? key : local(found.name);
    },
    [stages, local],
  );
  const role = useCallback(
    (key: string) => {
      const found = stages.find((one) => one.role.key === key);
      // Within a sentence or a column a role is a common noun.
      return found === undefined ? key : local(found.role.name).toLocaleLowerCase(locale);
    },
    [stages, local, locale],
  );
  return { stage, role };
}
