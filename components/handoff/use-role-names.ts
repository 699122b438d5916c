'use client';

import { useQuery } from '@tanstack/react-query';
import { useLocale } from 'next-intl';
import { useLocalName } from './names';
import { type RoleInfo, usePanelClient } from './panel-client';
import { usePanel } from './panel-context';

const NONE: readonly RoleInfo[] = [];

/** All roles of the project with their names; a role that works at no stage can be asked as well. */
export function useRoleNames() {
  const client = usePanelClient();
  const { project } = usePanel();
  const local = useLocalName();
  const locale = useLocale();
  const roles = useQuery({
    queryKey: ['roles', project],
    queryFn: () => client.roles(),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const all = roles.data ?? NONE;
  const name = (key: string) => {
    const found = all.find((role) => role.key === key);
    // Within a sentence a role is a common noun.
    return found === undefined ? key : local(found.name).toLocaleLowerCase(locale);
  };
  return { roles: all, ready: roles.isSuccess, failed: roles.isError, name };
}
