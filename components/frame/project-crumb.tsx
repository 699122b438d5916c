'use client';

import { ChevronRight, ChevronsUpDown } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { LazyMenu } from '../ui/lazy-menu';
import { useFrame } from './frame-context';

const load = () => import('./project-menu').then((module) => module.ProjectMenu);

/** The project's name before the page's title; a switch where the person is in more than one. */
export function ProjectCrumb() {
  const t = useTranslations('frame');
  const { project, projects } = useFrame();
  if (!project) return null;
  return (
    <span className="hidden min-w-0 flex-none items-center gap-1.5 text-ink-3 sm:flex">
      {projects.length > 1 ? (
        <LazyMenu
          load={load}
          menu={{ project: project.key, projects }}
          trigger={
            <button
              type="button"
              className="-mx-1.5 flex items-center gap-1 rounded-chip px-1.5 py-1 hover:bg-raise hover:text-ink"
              aria-label={t('switchProject', { name: project.name })}
            >
              {project.name}
              <ChevronsUpDown size={12} aria-hidden />
            </button>
          }
        />
      ) : (
        <span className="truncate">{project.name}</span>
      )}
      <ChevronRight size={14} aria-hidden />
    </span>
  );
}
