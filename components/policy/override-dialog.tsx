'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { usePanelClient } from '@/components/handoff/panel-client';
import { usePanel } from '@/components/handoff/panel-context';
import { PanelForm } from '@/components/handoff/panel-form';
import { useDraft } from '@/components/handoff/use-draft';
import { Field, Select, TextArea } from '@/components/ui/field';
import { usePolicyWords } from './policy-words';

/** The log is read by people who were not there. */
const SHORTEST_REASON = 20;
const MINUTES = [15, 30, 60, 240, 1440] as const;
/** A rule about sessions may be set aside for half an hour at most. */
const SESSION_MINUTES = 30;

/** Lets one other actor act once against one policy on this handoff, until it expires. */
export function OverrideDialog({ policyId, onClose }: { policyId: string; onClose: () => void }) {
  const t = useTranslations('policy.override');
  const client = usePanelClient();
  const { project, detail, available } = usePanel();
  const words = usePolicyWords();
  const people = useQuery({ queryKey: ['people', project], queryFn: () => client.people() });
  const others = (people.data ?? []).filter(
    ({ id, kind }) => kind !== 'system' && id !== available?.actor.id,
  );
  const [reason, setReason, clear] = useDraft(`override ${policyId}`, () => '');
  const [minutes, setMinutes] = useState('30');
  const [chosen, setChosen] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const actor =
    chosen ?? others.find(({ id }) => id === detail.card.holder?.id)?.name ?? others[0]?.name ?? '';
  const left = SHORTEST_REASON - reason.trim().length;
  const choices = MINUTES.filter((one) => policyId !== 'logging.session' || one <= SESSION_MINUTES);
  return (
    <PanelForm
      title={t('title')}
      description={t('description', {
        policy: words({ policyId, title: policyId, why: '' }).title,
        handoff: detail.card.handoff,
      })}
      submit={t('submit')}
      tone="stop"
      action="override.grant"
      versioned={false}
      input={{ policy: policyId, actor, reason: reason.trim(), minutes: Number(minutes) }}
      ready={actor !== '' && left <= 0}
      onDone={clear}
      onClose={onClose}
    >
      <Field label={t('actor')} hint={t('actorHint')} error={people.isError ? t('unread') : null}>
        {(control) => (
          <Select
            {...control}
            value={actor}
            onChange={setChosen}
            options={others.map(({ name }) => ({ value: name, label: name }))}
          />
        )}
      </Field>
      <Field label={t('expiry')}>
        {(control) => (
          <Select
            {...control}
            value={minutes}
            onChange={setMinutes}
            options={choices.map((one) => ({ value: String(one), label: t('minutes', { minutes: one }) }))}
          />
        )}
      </Field>
      <Field
        label={t('reason')}
        hint={t('reasonHint', { shortest: SHORTEST_REASON })}
        error={tried && left > 0 ? t('tooShort', { left }) : null}
      >
        {(control) => (
          <TextArea
            {...control}
            rows={3}
            maxLength={2000}
            value={reason}
            onBlur={() => setTried(reason !== '')}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
    </PanelForm>
  );
}
