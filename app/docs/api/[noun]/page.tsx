import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { NounPage } from '@/components/reference/noun-page';
import { nounOf, outlineOf } from '@/components/reference/reference.rules';
import { ReferenceFrame } from '@/components/reference/reference-frame';
import { apiDocument } from '@/server/http/shared-api';

interface Props {
  params: Promise<{ noun: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).noun };
}

export default async function ReferenceNounPage({ params }: Props) {
  const document = await apiDocument();
  const noun = nounOf(document, (await params).noun);
  if (noun === null) notFound();
  const nouns = outlineOf(document).map(({ name, operations }) => ({ name, count: operations.length }));
  return (
    <ReferenceFrame nouns={nouns} here={noun.name}>
      <NounPage noun={noun} />
    </ReferenceFrame>
  );
}
