import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Frame } from '@/components/frame/frame';
import { InstancePage } from '@/components/instance/instance-page';
import { openProjects, projectsOfUser } from '@/server/auth/projects-of-user';
import { signedInUser } from '@/server/auth/signed-in-user';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('instance');
  return { title: t('title') };
}

/** For admins of the instance; for everybody else there is nothing here. */
export default async function Page() {
  const user = await signedInUser(await headers());
  if (!user) redirect('/sign-in?next=/instance');
  if (!user.admin) notFound();
  const projects = openProjects(await projectsOfUser(user.id));
  const me = { id: user.id, name: user.name, email: user.email, instanceAdmin: true };
  return (
    <Frame value={{ me, project: null, projects: projects.map(({ key, name }) => ({ key, name })) }}>
      <InstancePage />
    </Frame>
  );
}
