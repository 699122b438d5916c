'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field, Select } from '@/components/ui/field';
import { TagButton } from '@/components/ui/tag';
import type { AgentView } from '@/server/domain/agent/agent.schema';
import { type AgentDoor, useChoices } from './agent-door';
import { DeedRefusal } from './deed-refusal';
import { useDeed } from './use-deed';

/** Roles and owner: read by everybody who sees the agent, changed by admins. */
export function AgentSettings(props: { door: AgentDoor; agent: AgentView; mayAdminister: boolean }) {
  const { door, agent, mayAdminister } = props;
  const t = useTranslations('agent.settings');
  const locale = useLocale();
  const [open, setOpen] = useState(false);
  const [roles, setRoles] = useState<readonly string[]>(agent.roles);
  const [owner, setOwner] = useState(agent.owner.email);
  const choices = useChoices(door, mayAdminister && open);
  const deed = useDeed(door);
  const names = new Map(
    (choices.data?.roles ?? []).map(({ key, name }) => [key, locale === 'ru' ? name.ru : name.en]),
  );
  const same =
    owner === agent.owner.email &&
    roles.length === agent.roles.length &&
    roles.every((role) => agent.roles.includes(role));

  const show = () => {
    setRoles(agent.roles);
    setOwner(agent.owner.email);
    deed.reset();
    setOpen(true);
  };
  async function save(): Promise<void> {
    const done = await deed.run('agent.update', { agent: agent.name, roles, owner });
    if (done !== null) setOpen(false);
  }

  return (
    <div className="mt-5">
      <div className="mb-1 flex items-center gap-2">
        <h3 className="font-semibold text-ink-2 text-meta">{t('title')}</h3>
        <span className="flex-1" />
        {mayAdminister && !open ? (
          <Button size="sm" variant="ghost" onClick={show} data-edit="agent">
            {t('edit')}
          </Button>
        ) : null}
      </div>
      {open && choices.data ? (
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            if (!deed.pending && !same && roles.length > 0) void save();
          }}
        >
          <fieldset className="flex flex-wrap gap-1.5">
            <legend className="mb-1.5 font-medium text-meta">{t('roles')}</legend>
            {choices.data.roles.map(({ key }) => (
              <TagButton
                key={key}
                pressed={roles.includes(key)}
                tone={roles.includes(key) ? 'go' : 'neutral'}
                data-role={key}
                onClick={() =>
                  setRoles((before) =>
                    before.includes(key) ? before.filter((each) => each !== key) : [...before, key],
                  )
                }
              >
                {names.get(key) ?? key}
              </TagButton>
            ))}
          </fieldset>
          <Field label={t('owner')} hint={t('ownerHint')}>
            {(control) => (
              <Select
                {...control}
                name="owner"
                value={owner}
                options={choices.data.owners.map(({ name, email }) => ({ value: email, label: name }))}
                onChange={setOwner}
              />
            )}
          </Field>
          <DeedRefusal deed={deed} />
          <div className="flex gap-2">
            <Button
              type="submit"
              loading={deed.pending}
              disabled={same || roles.length === 0}
              data-action="agent.update"
            >
              {t('save')}
            </Button>
            <Button variant="ghost" onClick={() => setOpen(false)}>
              {t('cancel')}
            </Button>
          </div>
        </form>
      ) : (
        <p className="text-ink-2">{t('line', { roles: agent.roles.join(', '), owner: agent.owner.name })}</p>
      )}
    </div>
  );
}
