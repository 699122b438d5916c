'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { enter } from '../frame/session-requests';
import { PasswordField, SHORTEST_PASSWORD } from '../sign-in/password-field';
import { Button } from '../ui/button';
import { IdentityNote } from './identity-note';
import { askIdentity, type IdentityProblem } from './identity-requests';

/** Changes the password; every other browser is signed out by it, and this one signs in anew. */
export function PasswordForm({ email, hasPassword }: { email: string; hasPassword: boolean }) {
  const t = useTranslations('people');
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(false);
  const [error, setError] = useState<string | undefined>();
  const [problem, setProblem] = useState<IdentityProblem | null>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const next = String(data.get('next') ?? '');
    const short = next.length < SHORTEST_PASSWORD;
    setError(short ? t('link.needs.password', { count: SHORTEST_PASSWORD }) : undefined);
    setProblem(null);
    setDone(false);
    if (short) return;
    setBusy(true);
    const answer = await askIdentity<{ email: string }>('password', {
      current: String(data.get('current') ?? ''),
      next,
    });
    if (answer.ok) {
      const entered = await enter('credentials', { email, password: next });
      if (!entered.ok) window.location.assign('/sign-in');
      form.reset();
      setDone(true);
    } else setProblem(answer);
    setBusy(false);
  }

  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => void submit(event)} noValidate>
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      {hasPassword ? (
        <PasswordField label={t('account.current')} name="current" autoComplete="current-password" />
      ) : null}
      <PasswordField
        label={t('account.next')}
        name="next"
        hint={t('link.passwordHint', { count: SHORTEST_PASSWORD })}
        error={error}
        autoComplete="new-password"
      />
      {problem ? <IdentityNote problem={problem} /> : null}
      <div className="flex items-center gap-3">
        <Button type="submit" data-action="account.changePassword" loading={busy}>
          {t('account.change')}
        </Button>
        {done ? (
          <span role="status" className="text-go text-meta">
            {t('account.changed')}
          </span>
        ) : null}
      </div>
    </form>
  );
}
