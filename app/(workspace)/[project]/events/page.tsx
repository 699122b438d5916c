import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { LazyEventsPage } from '@/components/events/lazy-events-page';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('events');
  return { title: t('title') };
}

export default async function Page(props: { params: Promise<{ project: string }> }) {
  return <LazyEventsPage project={(await props.params).project} />;
}
