import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { PoliciesPage } from '@/components/policies/policies-page';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('policies');
  return { title: t('title') };
}

export default async function Page(props: { params: Promise<{ project: string; policy?: string[] }> }) {
  const { project, policy } = await props.params;
  return <PoliciesPage project={project} policy={policy?.[0] ?? null} />;
}
