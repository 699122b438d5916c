import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { EmptyState } from '@/components/ui/empty-state';

export default function NotFound() {
  const t = useTranslations('common.notFound');
  return (
    <main className="grid h-full min-h-80 place-items-center">
      <EmptyState
        heading={t('title')}
        action={
          <Link href="/" className="btn" data-variant="primary">
            {t('action')}
          </Link>
        }
      >
        {t('text')}
      </EmptyState>
    </main>
  );
}
