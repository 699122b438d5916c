'use client';

import { useLocale, useTranslations } from 'next-intl';
import { type FormEvent, useRef, useState } from 'react';
import { enter } from '../frame/session-requests';
import { PasswordField, SHORTEST_PASSWORD } from '../sign-in/password-field';
import { Button } from '../ui/button';
import { Field, Input } from '../ui/field';
import { IdentityNote } from './identity-note';
import { askIdentity, type IdentityProblem, type LinkLook } from './identity-requests';

export interface LinkFormProps {
  look: LinkLook;
  secret: string;
  onUsed: (next: string) => void;
  onGone: (problem: IdentityProblem) => void;
}

interface Used {
  email: string;
  next: string;
}

/** Name, address and password as far as they are not known yet; signs in with them. */
export function LinkForm({ look, secret, onUsed, onGone }: LinkFormProps) {
  const t = useTranslations('people.link');
  const locale = useLocale();
  const form = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<IdentityProblem | null>(null);
  const [errors, setErrors] = useState<Partial<Record<'name' | 'email' | 'password', string>>>({});
  const signsIn = look.purpose === 'invite' && look.hasAccount && !look.yours;
  const accepts = look.purpose === 'invite' && look.yours;
  const asks = {
    name: look.purpose === 'set-up' || (look.purpose === 'invite' && !look.hasAccount),
    email: look.email === null,
    password: !accepts,
  };

  function faultsIn(given: Record<'name' | 'email' | 'password', string>) {
    return {
      ...(asks.name && given.name === '' ? { name: t('needs.name') } : {}),
      ...(asks.email && !/^\S+@\S+\.\S+$/.test(given.email) ? { email: t('needs.email') } : {}),
      ...(asks.password && !signsIn && given.password.length < SHORTEST_PASSWORD
        ? { password: t('needs.password', { count: SHORTEST_PASSWORD }) }
        : {}),
    };
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    const data = new FormData(form.current ?? undefined);
    const read = (name: string) => String(data.get(name) ?? '').trim();
    const password = String(data.get('password') ?? '');
    const given = { name: read('name'), email: read('email') || (look.email ?? ''), password };
    const faults = faultsIn(given);
    setErrors(faults);
    setProblem(null);
    const [first] = Object.keys(faults);
    if (first !== undefined) {
      form.current?.querySelector<HTMLInputElement>(`[name="${first}"]`)?.focus();
      return;
    }
    setBusy(true);
    await go(given);
    setBusy(false);
  }

  async function go(given: Record<'name' | 'email' | 'password', string>) {
    if (signsIn) {
      const entered = await enter('credentials', { email: given.email, password: given.password });
      if (!entered.ok) return setProblem(entered.why === 'rate' ? entered : { why: entered.why });
    }
    const language = locale === 'ru' ? 'ru' : 'en';
    const answer = await askIdentity<Used>('use', {
      secret,
      language,
      ...(asks.name ? { name: given.name } : {}),
      ...(asks.email ? { email: given.email } : {}),
      ...(asks.password && !signsIn ? { password: given.password } : {}),
    });
    if (!answer.ok) return answer.why === 'gone' ? onGone(answer) : setProblem(answer);
    if (asks.password && !signsIn) {
      const entered = await enter('credentials', { email: answer.email, password: given.password });
      if (!entered.ok) return onUsed('/sign-in');
    }
    onUsed(answer.next);
  }

  return (
    <form
      ref={form}
      method="post"
      className="flex flex-col gap-4.5"
      onSubmit={(event) => void submit(event)}
      noValidate
    >
      {asks.name ? (
        <Field label={t('name')} hint={t('nameHint')} error={errors.name}>
          {(control) => (
            <Input
              {...control}
              name="name"
              autoComplete="name"
              maxLength={60}
              defaultValue={look.name ?? ''}
              controlSize="lg"
              autoFocus
            />
          )}
        </Field>
      ) : null}
      <Field label={t('email')} error={errors.email}>
        {(control) => (
          <Input
            {...control}
            name="email"
            type="email"
            inputMode="email"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            controlSize="lg"
            readOnly={!asks.email}
            defaultValue={look.email ?? ''}
          />
        )}
      </Field>
      {asks.password ? (
        <PasswordField
          label={t(signsIn ? 'yourPassword' : 'newPassword')}
          name="password"
          hint={signsIn ? undefined : t('passwordHint', { count: SHORTEST_PASSWORD })}
          error={errors.password}
          autoComplete={signsIn ? 'current-password' : 'new-password'}
          controlSize="lg"
        />
      ) : null}
      <Button type="submit" variant="primary" size="lg" loading={busy}>
        {t(`${look.purpose}.submit`)}
      </Button>
      {problem ? <IdentityNote problem={problem} /> : null}
    </form>
  );
}
