import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { LinkView } from '@/components/people/link-view';
import { waysIn } from '@/server/auth/ways-in';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('people.link');
  // Whatever the page loads or leads to, nobody is told where from.
  return { title: t('reading'), referrer: 'no-referrer', robots: { index: false } };
}

export default function LinkPage() {
  return <LinkView elsewhere={waysIn().elsewhere} />;
}
