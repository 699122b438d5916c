'use client';

import { useQuery } from '@tanstack/react-query';
import { useLocale } from 'next-intl';
import { useMemo } from 'react';
import { useTRPC } from '@/components/trpc/provider';

interface Named {
  readonly key: string;
  readonly name: { readonly en: string; readonly ru: string };
}

/** Names of a project's stages, roles and checklist items by key; the key itself where there is none (yet). */
export function useProjectNames(project: string) {
  const locale = useLocale();
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.project.get.queryOptions({ project, arguments: {} }, { staleTime: Number.POSITIVE_INFINITY }),
  );
  return useMemo(() => {
    const named = (all: readonly Named[]) => {
      const names = new Map(all.map(({ key, name }) => [key, locale === 'ru' ? name.ru : name.en]));
      return (key: string) => names.get(key) ?? key;
    };
    const view = data?.view;
    const items = view?.checklists.flatMap((list) => list.items) ?? [];
    const role = named(view?.roles ?? []);
    return {
      stage: named(view?.workflow.stages ?? []),
      // Within a sentence or a column a role is a common noun.
      role: (key: string) => role(key).toLocaleLowerCase(locale),
      item: named(items.map(({ key, label }) => ({ key, name: label }))),
    };
  }, [data, locale]);
}
