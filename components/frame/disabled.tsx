import { useTranslations } from 'next-intl';
import { EmptyState } from '../ui/empty-state';

/** Instead of every page of a project that an admin closed to the reader. */
export function Disabled({ project, name }: { project: string; name: string }) {
  const t = useTranslations('frame.disabled');
  return (
    <div className="grid flex-1 place-items-center" data-denial="security.active-actor">
      <EmptyState
        title={t('title', { name })}
        action={
          // No Link: within one project Next keeps the layout, and with it this answer.
          <a href={`/${project}/board`} className="btn" data-variant="plain">
            {t('action')}
          </a>
        }
      >
        {t('text')}
      </EmptyState>
    </div>
  );
}
