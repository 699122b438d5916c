'use client';

import { useLocale, useTranslations } from 'next-intl';
import { type FormEvent, useRef, useState } from 'react';
import { v7 } from 'uuid';
import { RefusalText } from '../policy/refusal-text';
import { useTRPCClient } from '../trpc/provider';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Field, Input, Select } from '../ui/field';
import { TagButton } from '../ui/tag';
import { type Made, MadeLink } from './made-link';

const PERMISSIONS = ['viewer', 'member', 'lead', 'admin'] as const;
type Permission = (typeof PERMISSIONS)[number];

export interface InviteDialogProps {
  project: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Of the project, by their keys. */
  roles: readonly { readonly key: string; readonly name: Readonly<Record<string, string>> }[];
  onInvited: () => void;
}

/** Asks somebody into the project; the link is shown once, here. */
export function InviteDialog({ project, open, onOpenChange, roles, onInvited }: InviteDialogProps) {
  const t = useTranslations('people.invite');
  const [made, setMade] = useState<Made | null>(null);
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        onOpenChange(next);
        if (!next) setMade(null);
      }}
      title={t('title')}
      description={made ? undefined : t('description')}
      closeLabel={t('close')}
      width="sm"
    >
      <div className="px-5 pt-3 pb-5">
        {made ? (
          <MadeLink made={made} onClose={() => onOpenChange(false)} />
        ) : (
          <InviteForm
            project={project}
            roles={roles}
            onMade={(next) => {
              setMade(next);
              onInvited();
            }}
          />
        )}
      </div>
    </Dialog>
  );
}

function InviteForm({
  project,
  roles,
  onMade,
}: Pick<InviteDialogProps, 'project' | 'roles'> & { onMade: (made: Made) => void }) {
  const t = useTranslations('people');
  const locale = useLocale();
  const trpc = useTRPCClient();
  const key = useRef(v7());
  const [permission, setPermission] = useState<Permission>('member');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [error, setError] = useState<string | undefined>();
  const [refused, setRefused] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const email = String(new FormData(event.currentTarget).get('email') ?? '').trim();
    if (!/^\S+@\S+\.\S+$/.test(email)) {
      setError(t('link.needs.email'));
      return;
    }
    setError(undefined);
    setRefused(null);
    setBusy(true);
    try {
      const { result } = await trpc.invitation.create.mutate({
        project,
        arguments: { email, permission, roles: [...chosen], language: locale === 'ru' ? 'ru' : 'en' },
        idempotencyKey: key.current,
      });
      onMade({
        email: result.email,
        mailed: result.mailed,
        address: result.secret === null ? '' : `${window.location.origin}/link#${result.secret}`,
      });
    } catch (failure) {
      // What was refused is asked anew; only an answer that got lost is asked for again.
      key.current = v7();
      setRefused(failure);
    } finally {
      setBusy(false);
    }
  }

  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => void submit(event)} noValidate>
      <Field label={t('link.email')} error={error}>
        {(control) => (
          <Input
            {...control}
            name="email"
            type="email"
            inputMode="email"
            autoComplete="off"
            spellCheck={false}
            autoFocus
          />
        )}
      </Field>
      <Field label={t('invite.permission')} hint={t(`invite.hints.${permission}`)}>
        {(control) => (
          <Select
            {...control}
            value={permission}
            options={PERMISSIONS.map((value) => ({ value, label: t(`link.permissions.${value}`) }))}
            onChange={setPermission}
          />
        )}
      </Field>
      <fieldset>
        <legend className="mb-1.5 font-medium text-meta">{t('invite.roles')}</legend>
        <div className="flex flex-wrap gap-1.5">
          {roles.map((role) => (
            <TagButton
              key={role.key}
              data-role={role.key}
              pressed={chosen.includes(role.key)}
              onClick={() =>
                setChosen((now) =>
                  now.includes(role.key) ? now.filter((each) => each !== role.key) : [...now, role.key],
                )
              }
            >
              {role.name[locale] ?? role.key}
            </TagButton>
          ))}
        </div>
        <p className="mt-1.5 text-ink-3 text-meta">{t('invite.rolesHint')}</p>
      </fieldset>
      {refused ? <RefusalText error={refused} /> : null}
      <Button
        type="submit"
        variant="primary"
        data-action="invitation.create"
        loading={busy}
        className="self-end"
      >
        {t('invite.submit')}
      </Button>
    </form>
  );
}
