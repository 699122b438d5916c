import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Frame } from '@/components/frame/frame';
import { AccountPage } from '@/components/people/account-page';
import { openProjects, projectsOfUser } from '@/server/auth/projects-of-user';
import { signedInUser } from '@/server/auth/signed-in-user';
import { waysIn } from '@/server/auth/ways-in';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('people.account');
  return { title: t('title') };
}

export default async function Account() {
  const user = await signedInUser(await headers());
  if (!user) redirect('/sign-in?next=%2Faccount');
  const projects = openProjects(await projectsOfUser(user.id));
  const value = {
    me: { id: user.id, name: user.name, email: user.email, instanceAdmin: user.admin },
    project: null,
    projects: projects.map(({ key, name }) => ({ key, name })),
  };
  return (
    <Frame value={value}>
      <AccountPage ways={waysIn().elsewhere} />
    </Frame>
  );
}
