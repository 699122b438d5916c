'use client';

import { FolderKanban, Gauge, Link2, Plus, Users } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useRouter, useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { LiveLight } from '@/components/frame/live-light';
import { TopBar } from '@/components/frame/top-bar';
import { useLive } from '@/components/frame/use-project-events';
import { Sectioned } from '@/components/settings/section-nav';
import { Button } from '@/components/ui/button';
import { INSTANCE } from './instance-key';

// One section is looked at, so one is loaded.
const PeopleSection = dynamic(() => import('./people-section').then((module) => module.PeopleSection), {
  ssr: false,
});
const ProjectsSection = dynamic(() => import('./projects-section').then((module) => module.ProjectsSection), {
  ssr: false,
});
const IntegritySection = dynamic(
  () => import('./integrity-section').then((module) => module.IntegritySection),
  { ssr: false },
);
const OperationsSection = dynamic(
  () => import('./operations-section').then((module) => module.OperationsSection),
  { ssr: false },
);
// The schema of a pack, its rules and its drawing: nobody waits for them who only looks.
const CreateProjectDialog = dynamic(
  () => import('./create-project-dialog').then((module) => module.CreateProjectDialog),
  { ssr: false },
);

const LIGHT = { connecting: 'idle', on: 'on', lost: 'lost' } as const;

/** Everybody and every project; for admins of the instance. */
export function InstancePage() {
  const t = useTranslations('instance');
  const live = useLive(INSTANCE);
  const query = useSearchParams();
  const router = useRouter();
  const asked = query.get('section');
  const section = asked === 'people' || asked === 'integrity' || asked === 'operations' ? asked : 'projects';
  // The others read when they are asked, or by a clock of their own.
  const follows = section === 'projects' || section === 'people';
  return (
    <>
      <TopBar
        title={t('title')}
        live={follows ? <LiveLight state={LIGHT[live]} /> : undefined}
        primary={
          <Button
            variant="primary"
            onClick={() => router.push('/instance?create=1')}
            data-action="project.create"
          >
            <Plus size={15} aria-hidden />
            <span className="max-sm:sr-only">{t('create')}</span>
          </Button>
        }
      />
      <Sectioned
        label={t('sections')}
        sections={[
          { key: 'projects', icon: FolderKanban, word: t('section.projects') },
          { key: 'people', icon: Users, word: t('section.people') },
          { key: 'integrity', icon: Link2, word: t('section.integrity') },
          { key: 'operations', icon: Gauge, word: t('section.operations') },
        ]}
        at={section}
        href={(key) => `/instance?section=${key}`}
        live={live === 'on'}
      >
        {section === 'projects' ? <ProjectsSection /> : null}
        {section === 'people' ? <PeopleSection /> : null}
        {section === 'integrity' ? <IntegritySection /> : null}
        {section === 'operations' ? <OperationsSection /> : null}
      </Sectioned>
      {query.get('create') === '1' ? (
        <CreateProjectDialog onClose={() => router.replace('/instance')} />
      ) : null}
    </>
  );
}
