'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Field, Select } from '@/components/ui/field';
import { useStageNames } from './names';
import { usePanelClient } from './panel-client';
import { usePanel } from './panel-context';
import { PanelForm } from './panel-form';

/** No member is named like this: a name has at least one letter. */
const NOBODY = '';

/** Names who shall take it; those without the role of the stage are told apart. */
export function AssignDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('handoff.assigning');
  const client = usePanelClient();
  const { project, detail, stages } = usePanel();
  const { role } = useStageNames();
  const { card } = detail;
  const [name, setName] = useState(card.assignee?.name ?? NOBODY);
  const people = useQuery({ queryKey: ['people', project], queryFn: () => client.people() });
  const needed = stages.find(({ key }) => key === card.stage)?.role.key ?? '';
  const options = (people.data ?? [])
    .filter(({ kind }) => kind !== 'system')
    .map((one) => ({
      value: one.name,
      label: one.roles.length === 0 ? one.name : `${one.name} · ${one.roles.map(role).join(', ')}`,
      disabled: needed !== '' && !one.roles.includes(needed),
    }))
    .toSorted((a, b) => Number(a.disabled) - Number(b.disabled));
  return (
    <PanelForm
      title={t('title')}
      description={needed === '' ? undefined : t('description', { role: role(needed) })}
      submit={t('submit')}
      action="handoff.assign"
      input={{ assignee: name === NOBODY ? null : name }}
      ready={people.isSuccess}
      onClose={onClose}
    >
      <Field label={t('who')} error={people.isError ? t('unread') : null}>
        {(control) => (
          <Select
            {...control}
            value={name}
            onChange={setName}
            options={[{ value: NOBODY, label: t('nobody') }, ...options]}
          />
        )}
      </Field>
    </PanelForm>
  );
}
