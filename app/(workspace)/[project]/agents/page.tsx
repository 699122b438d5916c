import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { AgentsPage } from '@/components/agent/agents-page';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('agent');
  return { title: t('title') };
}

export default async function Page(props: { params: Promise<{ project: string }> }) {
  // The server sets it from the environment before it answers anybody; see boot.ts.
  const origin = process.env.NEXTAUTH_URL ?? null;
  return <AgentsPage project={(await props.params).project} origin={origin} />;
}
