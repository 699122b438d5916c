import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { safeNext } from '@/components/sign-in/safe-next.rules';
import { SignInView } from '@/components/sign-in/sign-in-view';
import { nobodyYet } from '@/server/auth/nobody-yet';
import { samplePeople } from '@/server/auth/sample-people';
import { signedInUser } from '@/server/auth/signed-in-user';
import { waysIn } from '@/server/auth/ways-in';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('sign-in');
  return { title: t('submit') };
}

export default async function SignInPage(props: {
  searchParams: Promise<{ next?: string | string[]; error?: string | string[] }>;
}) {
  const request = await headers();
  const { next: wanted, error } = await props.searchParams;
  const next = safeNext(wanted);
  if (await signedInUser(request)) redirect(next);
  const refused = error === 'unverified' ? error : error === undefined ? undefined : 'refused';
  const people = await samplePeople(request);
  return (
    <SignInView
      people={people}
      nobodyYet={people.length === 0 && (await nobodyYet())}
      elsewhere={waysIn().elsewhere}
      refused={refused}
      next={next}
    />
  );
}
