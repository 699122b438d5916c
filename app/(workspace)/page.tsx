import { headers } from 'next/headers';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Frame } from '@/components/frame/frame';
import { EmptyState } from '@/components/ui/empty-state';
import { openProjects, projectsOfUser } from '@/server/auth/projects-of-user';
import { signedInUser } from '@/server/auth/signed-in-user';

/** The first project's board; a person in none learns what to do. */
export default async function HomePage() {
  const user = await signedInUser(await headers());
  if (!user) redirect('/sign-in');
  const [first] = openProjects(await projectsOfUser(user.id));
  if (first) redirect(`/${first.key}/board`);
  const t = await getTranslations('frame.noProject');
  const me = { id: user.id, name: user.name, email: user.email, instanceAdmin: user.admin };
  return (
    <Frame value={{ me, project: null, projects: [] }}>
      <div className="grid flex-1 place-items-center">
        <EmptyState
          title={t('title')}
          action={
            user.admin ? (
              <Link href="/instance?create=1" className="btn" data-variant="primary">
                {t('create')}
              </Link>
            ) : (
              <Link href="/" prefetch={false} className="btn" data-variant="plain">
                {t('action')}
              </Link>
            )
          }
        >
          {user.admin ? t('textAdmin') : t('text', { email: user.email })}
        </EmptyState>
      </div>
    </Frame>
  );
}
