import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { EventsPage } from '@/components/events/events-page';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('events');
  return { title: t('title') };
}

export default async function Page(props: { params: Promise<{ project: string }> }) {
  return <EventsPage project={(await props.params).project} />;
}
