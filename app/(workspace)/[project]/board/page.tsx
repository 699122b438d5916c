import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { BoardPage } from '@/components/board/board-page';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('board');
  return { title: t('title') };
}

export default async function Page(props: { params: Promise<{ project: string }> }) {
  return <BoardPage project={(await props.params).project} />;
}
