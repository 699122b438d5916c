'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { enter } from '../frame/session-requests';
import { Button } from '../ui/button';
import { Field, Input } from '../ui/field';
import { ElsewhereButtons, type WayElsewhere } from './elsewhere-buttons';
import { PasswordField } from './password-field';
import { SamplePeople, type SamplePersonView } from './sample-people';
import { SignInError, type SignInProblem } from './sign-in-error';

export interface SignInFormProps {
  /** Whom one click signs in; empty where that is not allowed. */
  people: readonly SamplePersonView[];
  /** The instance waits for its first admin: nothing that is typed here signs anybody in. */
  nobodyYet?: boolean | undefined;
  /** Accounts elsewhere that people may sign in with. */
  elsewhere?: readonly WayElsewhere[] | undefined;
  /** Why a sign-in elsewhere led back here. */
  refused?: 'unverified' | 'refused' | undefined;
  /** An address of this site. */
  next: string;
}

export function SignInForm({ people, next, elsewhere = [], refused }: SignInFormProps) {
  const t = useTranslations('sign-in');
  /** Who is being signed in: 'form' or a sample person's address. */
  const [busy, setBusy] = useState<string | null>(null);
  const [problem, setProblem] = useState<SignInProblem | null>(refused ? { why: refused } : null);
  const email = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);

  useEffect(() => {
    // Not on a touch screen: the keyboard would cover the page before anybody asked.
    if (window.matchMedia('(hover: hover)').matches) email.current?.focus();
  }, []);

  async function signIn(provider: 'credentials' | 'sample', fields: Record<string, string>, who: string) {
    setBusy(who);
    setProblem(null);
    const answer = await enter(provider, fields);
    if (answer.ok) {
      // A whole new page: the server has to see the new cookie.
      window.location.assign(next);
      return;
    }
    setBusy(null);
    setProblem(answer.why === 'rate' ? { why: 'rate', until: Date.now() + answer.seconds * 1000 } : answer);
    if (answer.why === 'wrong') password.current?.select();
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    const fields = { email: email.current?.value.trim() ?? '', password: password.current?.value ?? '' };
    if (fields.email === '' || fields.password === '') {
      setProblem({ why: 'empty' });
      (fields.email === '' ? email : password).current?.focus();
      return;
    }
    void signIn('credentials', fields, 'form');
  }

  const invalid = problem?.why === 'wrong' ? true : undefined;
  return (
    <>
      {/* post: should the page's script be late, nothing typed may end up in an address. */}
      <form method="post" className="flex flex-col gap-5.5" onSubmit={submit} noValidate>
        <Field label={t('email')}>
          {(control) => (
            <Input
              {...control}
              ref={email}
              name="email"
              type="email"
              inputMode="email"
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              required
              controlSize="lg"
              aria-invalid={invalid}
            />
          )}
        </Field>
        <div className="relative">
          <PasswordField
            label={t('password')}
            name="password"
            autoComplete="current-password"
            controlSize="lg"
            inputRef={password}
            invalid={invalid}
          />
          <a
            href="/forgot"
            className="absolute top-0 right-0 text-ink-2 text-meta underline underline-offset-2 hover:text-ink"
          >
            {t('forgot')}
          </a>
        </div>
        <Button
          type="submit"
          variant="primary"
          size="lg"
          loading={busy === 'form'}
          disabled={busy !== null && busy !== 'form'}
        >
          {t('submit')}
        </Button>
        {problem ? <SignInError problem={problem} onOver={() => setProblem(null)} /> : null}
      </form>
      {elsewhere.length > 0 ? <ElsewhereButtons ways={elsewhere} next={next} /> : null}
      {people.length > 0 ? (
        <SamplePeople
          people={people}
          busy={busy}
          onChoose={(person) => void signIn('sample', { email: person.email }, person.email)}
        />
      ) : null}
    </>
  );
}
