'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type FrameValue, useFrame } from './frame-context';
import { useProjectEvents } from './use-project-events';

/** What the frame itself says of the project: its name, whether it is archived, whether it is there at all. */
const OF_PROJECT = /^project\.(renamed|archived|unarchived|removed)$/;

/** Draws the page anew when somebody changes what its reader may do here: rights hold from that moment on. */
export function AccessWatch() {
  const { me, project } = useFrame();
  return project === null ? null : <Watch project={project.key} me={me} />;
}

function Watch({ project, me }: { project: string; me: FrameValue['me'] }) {
  const router = useRouter();
  const client = useQueryClient();
  useProjectEvents(project, (message) => {
    if (message.kind !== 'event') return;
    const { type, subject } = message.event;
    if (OF_PROJECT.test(type)) return router.refresh();
    if (!type.startsWith('member.') || subject?.id !== me.id) return;
    router.refresh();
    // What was offered before stands in answers of every kind.
    void client.invalidateQueries();
  });
  return null;
}
