'use client';

import dynamic from 'next/dynamic';
import { useFrame } from './frame-context';

const ArchivedNote = dynamic(() => import('./archived-note').then((module) => module.ArchivedNote));

/** Above every page of an archived project; other projects do not load it. */
export function ArchivedBar() {
  const { project } = useFrame();
  return project?.archived ? (
    <ArchivedNote project={project.key} admin={project.permission === 'admin'} />
  ) : null;
}
