import { headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { Disabled } from '@/components/frame/disabled';
import { Frame } from '@/components/frame/frame';
import { openProjects, projectsOfUser } from '@/server/auth/projects-of-user';
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
  const me = { id: project.actorId, name: user.name, email: user.email, instanceAdmin: user.admin };
  const others = openProjects(projects).map((each) => ({ key: each.key, name: each.name }));
  if (project.disabled) {
    return (
      <Frame value={{ me, project: null, projects: others }}>
        <Disabled project={project.key} name={project.name} />
      </Frame>
    );
  }
  const { name, permission, archived } = project;
  const value = { me, project: { key: project.key, name, permission, archived }, projects: others };
  return <Frame value={value}>{props.children}</Frame>;
}
