import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { PlanPage } from '@/components/plan/plan-page';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('plan');
  return { title: t('title') };
}

export default async function Page(props: { params: Promise<{ project: string; key?: string[] }> }) {
  const { project, key = [] } = await props.params;
  if (key.length > 1) notFound();
  return <PlanPage project={project} plan={key[0] ?? null} />;
}
