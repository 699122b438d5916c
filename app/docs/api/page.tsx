import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Overview } from '@/components/reference/overview';
import { introductionOf, outlineOf, refusalsOf } from '@/components/reference/reference.rules';
import { ReferenceFrame } from '@/components/reference/reference-frame';
import { apiDocument } from '@/server/http/shared-api';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('reference');
  return { title: t('title') };
}

export default async function ReferencePage() {
  const document = await apiDocument();
  const outline = outlineOf(document);
  const nouns = outline.map(({ name, operations }) => ({ name, count: operations.length }));
  return (
    <ReferenceFrame nouns={nouns} here={null}>
      <Overview introduction={introductionOf(document)} outline={outline} refusals={refusalsOf(document)} />
    </ReferenceFrame>
  );
}
