'use client';

import { Eye, EyeOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type Ref, useState } from 'react';
import { Field, Input } from '../ui/field';

export const SHORTEST_PASSWORD = 10;

export interface PasswordFieldProps {
  label: string;
  name: string;
  hint?: string | undefined;
  error?: string | undefined;
  autoComplete: 'current-password' | 'new-password';
  controlSize?: 'md' | 'lg' | undefined;
  inputRef?: Ref<HTMLInputElement> | undefined;
  invalid?: true | undefined;
}

/** A password, to be seen where the person wants to. */
export function PasswordField(props: PasswordFieldProps) {
  const t = useTranslations('sign-in');
  const [shown, setShown] = useState(false);
  const Icon = shown ? EyeOff : Eye;
  return (
    <Field label={props.label} hint={props.hint} error={props.error}>
      {(control) => (
        <span className="relative block">
          <Input
            {...control}
            ref={props.inputRef}
            name={props.name}
            type={shown ? 'text' : 'password'}
            autoComplete={props.autoComplete}
            required
            maxLength={256}
            controlSize={props.controlSize}
            className="pr-11"
            {...(props.invalid ? { 'aria-invalid': true as const } : {})}
          />
          <button
            type="button"
            className="absolute inset-y-0 right-0 grid w-10 place-items-center rounded-card text-ink-3 hover:text-ink"
            aria-label={t(shown ? 'hidePassword' : 'showPassword')}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
          >
            <Icon size={16} aria-hidden />
          </button>
        </span>
      )}
    </Field>
  );
}
