'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Field, Select, TextArea } from '@/components/ui/field';
import { usePanelClient } from './panel-client';
import { usePanel } from './panel-context';
import { PanelForm } from './panel-form';
import { readOptions } from './question.rules';
import { useDraft } from './use-draft';
import { useRoleNames } from './use-role-names';

interface AskDraft {
  /** `role:<key>` or `actor:<name>`; empty until chosen. */
  readonly whom: string;
  readonly question: string;
  readonly options: string;
}

const SHORTEST = 3;

/** Asks a role or somebody about what one holds; the claim stays and its lease rests meanwhile. */
export function AskDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('handoff.asking');
  const client = usePanelClient();
  const { project, available } = usePanel();
  const { roles, name, ready: named, failed } = useRoleNames();
  const people = useQuery({ queryKey: ['people', project], queryFn: () => client.people() });
  const [draft, setDraft, clear] = useDraft<AskDraft>('ask', () => ({ whom: '', question: '', options: '' }));
  const { options, problem } = readOptions(draft.options);
  const [kind, ...rest] = draft.whom.split(':');
  const whom = rest.join(':');
  const others = (people.data ?? []).filter((one) => one.kind !== 'system' && one.id !== available?.actor.id);
  return (
    <PanelForm
      title={t('title')}
      description={t('description')}
      submit={t('submit')}
      action="handoff.ask"
      input={{
        question: draft.question.trim(),
        ...(kind === 'role' ? { role: whom } : { actor: whom }),
        options,
      }}
      ready={whom !== '' && draft.question.trim().length >= SHORTEST && problem === null}
      onDone={clear}
      onClose={onClose}
    >
      <Field label={t('whom')} error={failed || people.isError ? t('unread') : null}>
        {(control) => (
          <Select
            {...control}
            disabled={!named}
            value={draft.whom}
            onChange={(next) => setDraft({ ...draft, whom: next })}
            options={[
              { value: '', label: t('choose'), disabled: true },
              ...roles.map(({ key }) => ({ value: `role:${key}`, label: t('anyOf', { role: name(key) }) })),
              ...others.map((one) => ({
                value: `actor:${one.name}`,
                label: one.roles.length === 0 ? one.name : `${one.name} · ${one.roles.map(name).join(', ')}`,
              })),
            ]}
          />
        )}
      </Field>
      <Field label={t('question')}>
        {(control) => (
          <TextArea
            {...control}
            rows={3}
            maxLength={4000}
            value={draft.question}
            onChange={(event) => setDraft({ ...draft, question: event.target.value })}
          />
        )}
      </Field>
      <Field
        label={t('options')}
        hint={t('optionsHint')}
        error={problem === null ? null : t(`problem.${problem}`)}
      >
        {(control) => (
          <TextArea
            {...control}
            rows={4}
            value={draft.options}
            onChange={(event) => setDraft({ ...draft, options: event.target.value })}
          />
        )}
      </Field>
    </PanelForm>
  );
}
