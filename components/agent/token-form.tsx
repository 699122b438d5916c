'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { focusOnMount } from '@/components/board/focus-on-mount';
import { useFrame } from '@/components/frame/frame-context';
import { Button } from '@/components/ui/button';
import { Field, Input, Select } from '@/components/ui/field';
import { TagButton } from '@/components/ui/tag';
import { TickButton } from '@/components/ui/tick-box';
import type { AgentChoices, AgentView, Scope } from '@/server/domain/agent/agent.schema';
import { DeedRefusal } from './deed-refusal';
import type { Deed } from './use-deed';

const NAME = /^[a-z][a-z0-9-]{0,59}$/;
const SCOPES: readonly Scope[] = ['read', 'act', 'knowledge', 'admin-read'];
const DAYS = ['1', '7', '30', '90', '365'] as const;
type Days = (typeof DAYS)[number];

export interface Issued {
  readonly agent: string;
  /** Of the token. */
  readonly name: string;
  /** null: it was issued, but the answer that held it was lost. */
  readonly token: string | null;
}

export interface TokenFormProps {
  /** The agent that gets one more token; null makes a new agent. */
  agent: AgentView | null;
  agents: readonly AgentView[];
  choices: AgentChoices;
  deed: Deed;
  onIssued: (issued: Issued) => void;
}

/** Step one: who it is and what it may do. */
export function TokenForm({ agent, agents, choices, deed, onIssued }: TokenFormProps) {
  const t = useTranslations('agent.connect');
  const locale = useLocale();
  const { me } = useFrame();
  const scopesId = useId();
  const [name, setName] = useState(agent?.name ?? '');
  const [roles, setRoles] = useState<readonly string[]>(agent?.roles ?? []);
  const [owner, setOwner] = useState(me.email);
  const [scopes, setScopes] = useState<readonly Scope[]>(['read', 'act']);
  const [days, setDays] = useState<Days>('30');
  const [tried, setTried] = useState(false);
  const taken = agent === null && agents.some((each) => each.name === name);
  const nameError = !NAME.test(name) ? t('error.name') : taken ? t('error.taken') : null;
  const rolesError = roles.length === 0 ? t('error.roles') : null;
  const scopesError = scopes.length === 0 ? t('error.scopes') : null;
  const toggle = <Value extends string>(list: readonly Value[], value: Value): readonly Value[] =>
    list.includes(value) ? list.filter((each) => each !== value) : [...list, value];

  async function issue(): Promise<void> {
    setTried(true);
    if (nameError || rolesError || scopesError) return;
    // Made by an earlier try whose token was refused: then only the token is missing.
    if (agent === null && (await deed.run('agent.create', { name, roles, owner })) === null) return;
    const made = await deed.run('token.create', { agent: name, scopes, days: Number(days) });
    if (made === null) return;
    const token = typeof made.token === 'string' ? made.token : null;
    onIssued({ agent: name, name: String(made.name), token });
  }

  return (
    <form
      className="flex flex-col gap-3"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!deed.pending) void issue();
      }}
    >
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t('field.name')} error={tried ? nameError : null}>
          {(control) => (
            <Input
              {...control}
              name="agent"
              ref={focusOnMount}
              className="font-mono"
              placeholder="coder-1"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={60}
              disabled={agent !== null}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('field.days')}>
          {(control) => (
            <Select
              {...control}
              name="days"
              value={days}
              options={DAYS.map((value) => ({ value, label: t('days', { days: Number(value) }) }))}
              onChange={setDays}
            />
          )}
        </Field>
        {agent === null ? (
          <Field label={t('field.owner')} hint={t('ownerHint')} className="sm:col-span-2">
            {(control) => (
              <Select
                {...control}
                name="owner"
                value={owner}
                options={choices.owners.map(({ name: label, email }) => ({ value: email, label }))}
                onChange={setOwner}
              />
            )}
          </Field>
        ) : null}
      </div>
      {agent === null ? (
        <fieldset className="flex flex-col gap-1.5">
          <legend className="mb-1.5 font-medium text-meta">{t('field.roles')}</legend>
          <div className="flex flex-wrap gap-1.5">
            {choices.roles.map((role) => (
              <TagButton
                key={role.key}
                pressed={roles.includes(role.key)}
                tone={roles.includes(role.key) ? 'go' : 'neutral'}
                data-role={role.key}
                onClick={() => setRoles((before) => toggle(before, role.key))}
              >
                {locale === 'ru' ? role.name.ru : role.name.en}
              </TagButton>
            ))}
          </div>
          {tried && rolesError ? (
            <p className="text-meta text-stop" role="alert">
              {rolesError}
            </p>
          ) : null}
        </fieldset>
      ) : null}
      <fieldset className="flex flex-col gap-1.5">
        <legend className="mb-1.5 font-medium text-meta">{t('field.scopes')}</legend>
        {SCOPES.map((scope) => (
          <div key={scope} className="flex items-start gap-2.5">
            <TickButton
              state={scopes.includes(scope) ? 'passed' : 'open'}
              label={scope}
              aria-describedby={`${scopesId}-${scope}`}
              data-scope={scope}
              className="tick mt-px"
              onClick={() => setScopes((before) => toggle(before, scope))}
            />
            <p id={`${scopesId}-${scope}`} className="text-meta">
              <span className="mono">{scope}</span> <span className="text-ink-3">{t(`scope.${scope}`)}</span>
            </p>
          </div>
        ))}
        {tried && scopesError ? (
          <p className="text-meta text-stop" role="alert">
            {scopesError}
          </p>
        ) : null}
      </fieldset>
      <DeedRefusal deed={deed} />
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" variant="primary" loading={deed.pending} data-action="token.create">
          {t('submit')}
        </Button>
        <span className="text-ink-3 text-meta">{t('never')}</span>
      </div>
    </form>
  );
}
