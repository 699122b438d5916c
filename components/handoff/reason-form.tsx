'use client';

import { Field, TextArea } from '@/components/ui/field';
import { PanelForm } from './panel-form';
import { useDraft } from './use-draft';

/** A dialog that runs an action on the open handoff and asks for nothing but a reason. */
export function ReasonForm(props: {
  words: { title: string; description: string; submit: string; reason: string };
  action: 'handoff.cancel' | 'handoff.reopen';
  tone?: 'stop';
  onClose: () => void;
}) {
  const { words, action, tone, onClose } = props;
  const [reason, setReason, clear] = useDraft(action, () => '');
  return (
    <PanelForm
      title={words.title}
      description={words.description}
      submit={words.submit}
      {...(tone === undefined ? {} : { tone })}
      action={action}
      input={{ reason: reason.trim() }}
      ready={reason.trim().length >= 3}
      onDone={clear}
      onClose={onClose}
    >
      <Field label={words.reason}>
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
