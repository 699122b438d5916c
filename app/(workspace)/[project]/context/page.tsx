import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ContextPage } from '@/components/context/context-page';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('context');
  return { title: t('title') };
}

export default async function Page(props: { params: Promise<{ project: string }> }) {
  return <ContextPage project={(await props.params).project} />;
}
