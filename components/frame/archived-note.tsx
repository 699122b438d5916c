'use client';

import { Archive } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { RunNote } from '../policy/run-note';
import { useRun } from '../policy/use-run';
import { Button } from '../ui/button';

/** Why nothing can be changed here, and the way out for whoever may take it. */
export function ArchivedNote({ project, admin }: { project: string; admin: boolean }) {
  const t = useTranslations('frame.archived');
  const run = useRun(project);
  const open = () => void run.run('project.unarchive', {});
  return (
    <div className="flex-none border-wait-line border-b bg-wait-tint px-4 py-2 sm:px-5" data-archived>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5" role="status">
        <Archive size={16} aria-hidden className="flex-none text-wait" />
        <p className="min-w-0 flex-1 basis-60">
          <strong className="font-semibold">{t('title')}</strong>{' '}
          <span className="text-ink-2">{t(admin ? 'text' : 'askAdmin')}</span>
        </p>
        {admin ? (
          <Button size="sm" loading={run.pending} onClick={open} data-action="project.unarchive">
            {t('open')}
          </Button>
        ) : null}
      </div>
      {run.refusal === null ? null : (
        <div className="mt-2">
          <RunNote run={run} onAgain={open} />
        </div>
      )}
    </div>
  );
}
