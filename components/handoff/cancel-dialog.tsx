'use client';

import { useTranslations } from 'next-intl';
import { Field, TextArea } from '@/components/ui/field';
import { PanelForm } from './panel-form';
import { useDraft } from './use-draft';

/** Ends a handoff that nobody will finish, with the reason. */
export function CancelDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('handoff.cancelling');
  const [reason, setReason, clear] = useDraft('cancel', () => '');
  return (
    <PanelForm
      title={t('title')}
      description={t('description')}
      submit={t('submit')}
      tone="stop"
      action="handoff.cancel"
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
