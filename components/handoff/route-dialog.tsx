'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { usePolicyWords } from '@/components/policy/policy-words';
import { Field, Select, TextArea } from '@/components/ui/field';
import { routeTargets } from './moves.rules';
import { useStageNames } from './names';
import { usePanel } from './panel-context';
import { PanelForm } from './panel-form';
import { useDraft } from './use-draft';

/** A lead sends it to any stage that a route leads to; the gates of that route stay. */
export function RouteDialog({ to, onClose }: { to: string | null; onClose: () => void }) {
  const t = useTranslations('handoff.route');
  const { actions } = usePanel();
  const { stage } = useStageNames();
  const words = usePolicyWords();
  const targets = routeTargets(actions);
  const [target, setTarget] = useState(to ?? targets.find(({ locked }) => locked === null)?.to ?? '');
  const [reason, setReason, clear] = useDraft('route', () => '');
  return (
    <PanelForm
      title={t('title')}
      description={t('description')}
      submit={t('submit')}
      action="handoff.route"
      input={{ to: target, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) }}
      ready={target !== ''}
      onDone={clear}
      onClose={onClose}
    >
      <Field label={t('to')}>
        {(control) => (
          <Select
            {...control}
            value={target}
            onChange={setTarget}
            options={targets.map((one) => ({
              value: one.to,
              label: one.locked === null ? stage(one.to) : `${stage(one.to)} · ${words(one.locked).title}`,
              disabled: one.locked !== null,
            }))}
          />
        )}
      </Field>
      <Field label={t('reason')}>
        {(control) => (
          <TextArea
            {...control}
            rows={2}
            maxLength={2000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
    </PanelForm>
  );
}
