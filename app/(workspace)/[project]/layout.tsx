import { headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { Frame } from '@/components/frame/frame';
import { projectsOfUser } from '@/server/auth/projects-of-user';
import { signedInUser } from '@/server/auth/signed-in-user';

/** The frame around every page of a project; what belongs to another project is not found. */
export default async function ProjectLayout(props: {
  params: Promise<{ project: string }>;
  children: ReactNode;
}) {
  const { project: key } = await props.params;
  const user = await signedInUser(await headers());
  if (!user) redirect(`/sign-in?next=${encodeURIComponent(`/${key}/board`)}`);
  const projects = await projectsOfUser(user.id);
  const project = projects.find((each) => each.key === key);
  if (!project) notFound();
  const value = {
    me: { id: project.actorId, name: user.name, email: user.email },
    project: { key: project.key, name: project.name },
    projects: projects.map((each) => ({ key: each.key, name: each.name })),
  };
  return <Frame value={value}>{props.children}</Frame>;
}
