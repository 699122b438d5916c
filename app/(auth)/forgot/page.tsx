import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ForgotForm } from '@/components/people/forgot-form';
import { EntryShell } from '@/components/sign-in/entry-shell';
import { waysIn } from '@/server/auth/ways-in';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('people.forgot');
  return { title: t('title') };
}

export default async function ForgotPage() {
  const t = await getTranslations('people.forgot');
  const { mails } = waysIn();
  return (
    <EntryShell title={t('title')} lead={mails ? t('lead') : ''}>
      <ForgotForm mails={mails} />
    </EntryShell>
  );
}
