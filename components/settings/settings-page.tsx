'use client';

import { Boxes, type LucideIcon, SlidersHorizontal, Users } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useFrame } from '@/components/frame/frame-context';
import { LiveLight } from '@/components/frame/live-light';
import { TopBar } from '@/components/frame/top-bar';
import { useLive } from '@/components/frame/use-project-events';
import { Invitations } from '@/components/people/invitations';
import { EmptyState } from '@/components/ui/empty-state';
import { Sectioned } from './section-nav';

// One section is looked at, so one is loaded.
const MembersSection = dynamic(() => import('./members-section').then((module) => module.MembersSection), {
  ssr: false,
});
const ProjectSection = dynamic(() => import('./project-section').then((module) => module.ProjectSection), {
  ssr: false,
});
const PackSection = dynamic(() => import('./pack-section').then((module) => module.PackSection), {
  ssr: false,
});

const SECTIONS = ['members', 'project', 'pack'] as const;
type Section = (typeof SECTIONS)[number];
const icons: Readonly<Record<Section, LucideIcon>> = {
  members: Users,
  project: SlidersHorizontal,
  pack: Boxes,
};
const LIGHT = { connecting: 'idle', on: 'on', lost: 'lost' } as const;

/** Who is in the project and what it is; the section stands in the address. */
export function SettingsPage({ project }: { project: string }) {
  const t = useTranslations('settings');
  const live = useLive(project);
  const wanted = useSearchParams().get('section');
  const section = SECTIONS.find((each) => each === wanted) ?? 'members';
  const frame = useFrame();
  const admin = frame.project?.permission === 'admin';
  return (
    <>
      <TopBar title={t('title')} live={<LiveLight state={LIGHT[live]} />} />
      {admin ? (
        <Sectioned
          label={t('sections')}
          sections={SECTIONS.map((key) => ({ key, icon: icons[key], word: t(`section.${key}`) }))}
          at={section}
          href={(key) => `/${project}/settings?section=${key}`}
          live={live === 'on'}
        >
          {section === 'members' ? (
            <>
              <MembersSection project={project} />
              <Invitations project={project} />
            </>
          ) : null}
          {section === 'project' ? <ProjectSection project={project} /> : null}
          {section === 'pack' ? <PackSection project={project} /> : null}
        </Sectioned>
      ) : (
        <div className="grid flex-1 place-items-center" data-denial="permission.required">
          <EmptyState
            title={t('notYours.title')}
            action={
              <Link href={`/${project}/board`} className="btn" data-variant="plain">
                {t('toBoard')}
              </Link>
            }
          >
            {t('notYours.text')}
          </EmptyState>
        </div>
      )}
    </>
  );
}
