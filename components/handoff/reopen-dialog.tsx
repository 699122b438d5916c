'use client';

import { useTranslations } from 'next-intl';
import { Field, TextArea } from '@/components/ui/field';
import { PanelForm } from './panel-form';
import { useDraft } from './use-draft';

/** Offers a handoff that was done again, with the reason. */
export function ReopenDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('handoff.reopening');
  const [reason, setReason, clear] = useDraft('reopen', () => '');
  return (
    <PanelForm
      title={t('title')}
      description={t('description')}
      submit={t('submit')}
      action="handoff.reopen"
      input={{ reason: reason.trim() }}
      ready={reason.trim().length >= 3}
      onDone={clear}
      onClose={onClose}
    >
      <Field label={t('reason')}>
        {(control) => (
          <TextArea
            {...control}
            rows={3}
            maxLength={2000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
    </PanelForm>
  );
}
