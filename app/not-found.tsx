import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { EmptyState } from '@/components/ui/empty-state';

export default function NotFound() {
  const t = useTranslations('common.notFound');
  return (
    <main className="grid h-full min-h-80 place-items-center">
      <EmptyState
        action={
          <Link href="/" className="btn" data-variant="primary">
            {t('action')}
          </Link>
        }
      >
        <strong className="mb-1 block font-semibold text-ink text-pane">{t('title')}</strong>
        {t('text')}
      </EmptyState>
    </main>
  );
}
