import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { LazyPoliciesPage } from '@/components/policies/lazy-policies-page';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('policies');
  return { title: t('title') };
}

export default async function Page(props: { params: Promise<{ project: string; policy?: string[] }> }) {
  const { project, policy } = await props.params;
  return <LazyPoliciesPage project={project} policy={policy?.[0] ?? null} />;
}
