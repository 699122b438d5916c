import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { LazyInboxPage } from '@/components/inbox/lazy-inbox-page';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('inbox');
  return { title: t('title') };
}

export default async function Page(props: { params: Promise<{ project: string }> }) {
  return <LazyInboxPage project={(await props.params).project} />;
}
