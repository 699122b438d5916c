'use client';

import { MailCheck } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Button } from '../ui/button';
import { Field, Input } from '../ui/field';
import { IdentityNote } from './identity-note';
import { askIdentity, type IdentityProblem } from './identity-requests';

/** Asks for a letter. The answer is the same, whoever has that address or nobody. */
export function ForgotForm({ mails }: { mails: boolean }) {
  const t = useTranslations('people.forgot');
  const locale = useLocale();
  const [busy, setBusy] = useState(false);
  const [asked, setAsked] = useState<string | null>(null);
  const [error, setError] = useState<string | undefined>();
  const [problem, setProblem] = useState<IdentityProblem | null>(null);

  if (!mails) {
    return (
      <>
        <p className="text-read">{t('noMail')}</p>
        <BackToSignIn />
      </>
    );
  }
  if (asked !== null) {
    return (
      <>
        <p className="flex items-start gap-2.5 text-read" role="status">
          <MailCheck size={18} aria-hidden className="mt-0.5 flex-none text-go" />
          {t('asked', { email: asked })}
        </p>
        <BackToSignIn />
      </>
    );
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const email = String(new FormData(event.currentTarget).get('email') ?? '').trim();
    const fine = /^\S+@\S+\.\S+$/.test(email);
    setError(fine ? undefined : t('needsEmail'));
    setProblem(null);
    if (!fine) return;
    setBusy(true);
    const answer = await askIdentity<{ mailed: boolean }>('ask', {
      email,
      language: locale === 'ru' ? 'ru' : 'en',
    });
    setBusy(false);
    if (answer.ok) setAsked(email);
    else setProblem(answer);
  }

  return (
    <form method="post" className="flex flex-col gap-4.5" onSubmit={(event) => void submit(event)} noValidate>
      <Field label={t('email')} error={error}>
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
            autoFocus
          />
        )}
      </Field>
      <Button type="submit" variant="primary" size="lg" loading={busy}>
        {t('submit')}
      </Button>
      {problem ? <IdentityNote problem={problem} /> : null}
      <BackToSignIn />
    </form>
  );
}

function BackToSignIn() {
  const t = useTranslations('people.forgot');
  return (
    <a
      href="/sign-in"
      className="self-start text-ink-2 text-meta underline underline-offset-2 hover:text-ink"
    >
      {t('back')}
    </a>
  );
}
