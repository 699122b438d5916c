'use client';

import { useQuery } from '@tanstack/react-query';
import { FolderKanban, Plus, Zap } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useFrame } from '../frame/frame-context';
import { placesIn } from '../frame/places';
import { useActionTitle, usePolicyWords } from '../policy/policy-words';
import { useTRPC } from '../trpc/provider';
import { homeOf } from './action-homes.rules';
import type { Command } from './commands';
import { GO_KEYS } from './go-keys.rules';
import { printedOn } from './printed-on';

/** What can be done and where one can go from every page: pages, projects, and each action that has a place. */
export function useGeneralCommands(): readonly Command[] {
  const t = useTranslations('palette');
  const frame = useTranslations('frame.places');
  const router = useRouter();
  const { project, projects } = useFrame();
  const actions = useActionCommands();
  const pages = placesIn(project).map(
    ({ key, icon, path }): Command => ({
      id: `go ${key}`,
      group: 'go',
      icon,
      words: frame(key),
      ...(GO_KEYS[key] === undefined ? {} : { keys: ['G', printedOn(GO_KEYS[key])] }),
      run: () => router.push(`/${project?.key}/${path}`),
    }),
  );
  const others = projects
    .filter(({ key }) => key !== project?.key)
    .map(
      ({ key, name }): Command => ({
        id: `project ${key}`,
        group: 'go',
        icon: FolderKanban,
        words: name,
        hint: t('project'),
        run: () => router.push(`/${key}`),
      }),
    );
  return [...actions, ...pages, ...others];
}

/** The server's list of what this person may do in the project, each with the page where it is done. */
function useActionCommands(): readonly Command[] {
  const title = useActionTitle();
  const policy = usePolicyWords();
  const router = useRouter();
  const trpc = useTRPC();
  const { project } = useFrame();
  const key = project?.key ?? '';
  const { data } = useQuery({
    ...trpc.actions.available.queryOptions({ project: key, arguments: {} }),
    enabled: project !== null,
  });
  const existing = placesIn(project).map((place) => place.key);
  return (data?.actions ?? []).flatMap((row): Command[] => {
    const home = homeOf(row.name, existing);
    if (home === null || row.readOnly) return [];
    const creates = /\.(create|import)$/.test(row.name);
    return [
      {
        id: row.name,
        group: creates ? 'create' : 'act',
        icon: creates ? Plus : Zap,
        words: title(row),
        action: row.name,
        ...(row.blockedBy === undefined ? {} : { locked: policy(row.blockedBy).title }),
        run: () => router.push(`/${key}/${home}`),
      },
    ];
  });
}
