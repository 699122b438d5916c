'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactElement } from 'react';
import { Menu, MenuChoice } from '../ui/menu';
import type { FrameProject } from './frame-context';

/** The person's projects; choosing one goes to it. */
export function ProjectMenu(props: {
  trigger: ReactElement;
  defaultOpen: boolean;
  project: string;
  projects: readonly FrameProject[];
}) {
  const t = useTranslations('frame');
  const router = useRouter();
  return (
    <Menu trigger={props.trigger} defaultOpen={props.defaultOpen}>
      <MenuChoice
        heading={t('project')}
        value={props.project}
        options={props.projects.map(({ key, name }) => ({ value: key, label: name }))}
        onChange={(key) => router.push(`/${key}/board`)}
      />
    </Menu>
  );
}
