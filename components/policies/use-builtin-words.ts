'use client';

import { useTranslations } from 'next-intl';
import { useCallback } from 'react';

type Part = 'name' | 'denies' | 'example' | 'fix';

/** A built-in in plain words of the page's language; a policy without words of its own comes with the server's. */
export function useBuiltinWords() {
  const t = useTranslations('policies');
  return useCallback(
    (policy: { id: string; title: string; denies?: string; example?: string; fix?: string }) => {
      const key = `words.${policy.id.replaceAll('.', '-')}`;
      const word = (part: Part, fallback = '') => (t.has(`${key}.${part}`) ? t(`${key}.${part}`) : fallback);
      return {
        name: word('name', policy.title),
        denies: word('denies', policy.denies),
        example: word('example', policy.example),
        fix: word('fix', policy.fix),
      };
    },
    [t],
  );
}
