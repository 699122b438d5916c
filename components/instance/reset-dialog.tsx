'use client';

import { useTranslations } from 'next-intl';
import { type Made, MadeLink } from '@/components/people/made-link';
import { Dialog } from '@/components/ui/dialog';

/** The link by which somebody chooses a new password. */
export function ResetDialog(props: { made: Made; name: string; onClose: () => void }) {
  const t = useTranslations('instance.people');
  return (
    <Dialog
      open
      width="sm"
      onOpenChange={(open) => (open ? undefined : props.onClose())}
      title={t('resetTitle', { name: props.name })}
      closeLabel={t('close')}
    >
      <div className="px-5 pt-3 pb-5">
        <MadeLink made={props.made} onClose={props.onClose} />
      </div>
    </Dialog>
  );
}
