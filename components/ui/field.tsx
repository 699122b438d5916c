'use client';

import clsx from 'clsx';
import { ChevronDown } from 'lucide-react';
import { type ComponentProps, type KeyboardEvent, type ReactNode, useId } from 'react';

export interface ControlProps {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

export interface FieldProps {
  label: ReactNode;
  /** Under the control, always there. */
  hint?: ReactNode;
  /** Under the control in stop colour, announced when it appears. */
  error?: ReactNode;
  /** Draws the control; spread what it is given: `{(control) => <Input {...control} />}`. */
  children: (control: ControlProps) => ReactNode;
  className?: string | undefined;
}

export function Field({ label, hint, error, children, className }: FieldProps) {
  const id = useId();
  const notes = [hint ? `${id}-hint` : null, error ? `${id}-error` : null].filter(Boolean).join(' ');
  return (
    <div className={clsx('flex flex-col gap-1.5', className)}>
      <label htmlFor={id} className="font-medium text-meta">
        {label}
      </label>
      {children({
        id,
        'aria-describedby': notes === '' ? undefined : notes,
        'aria-invalid': error ? true : undefined,
      })}
      {hint ? (
        <p id={`${id}-hint`} className="text-meta text-ink-3">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} className="text-meta text-stop" role="alert">
          {error}
        </p>
      ) : null}
    </div>
  );
}

type ControlSize = { controlSize?: 'md' | 'lg' | undefined };

export function Input({ controlSize = 'md', className, ...rest }: ComponentProps<'input'> & ControlSize) {
  return <input className={clsx('field-control', className)} data-size={controlSize} {...rest} />;
}

export function TextArea({
  controlSize = 'md',
  className,
  ...rest
}: ComponentProps<'textarea'> & ControlSize) {
  return <textarea className={clsx('field-control', className)} data-size={controlSize} {...rest} />;
}

export interface SelectProps<Value extends string>
  extends Omit<ComponentProps<'select'>, 'value' | 'onChange'>,
    ControlSize {
  value: Value;
  options: readonly { value: Value; label: string; disabled?: boolean | undefined }[];
  onChange: (value: Value) => void;
  /** What is chosen takes effect at once: a key opens the list, so that no choice is made by passing it. */
  atOnce?: boolean | undefined;
}

/** For a list whose choice takes effect at once. A browser that cannot tell whether a list is open has its own way. */
function openByKey(event: KeyboardEvent<HTMLSelectElement>): void {
  const { key, altKey, ctrlKey, metaKey, currentTarget } = event;
  const chooses = /^(Arrow|Page)|^(Home|End)$/.test(key) || (key.length === 1 && key !== ' ');
  if (!chooses || altKey || ctrlKey || metaKey || !CSS.supports('selector(:open)')) return;
  if (currentTarget.matches(':open')) return;
  event.preventDefault();
  currentTarget.showPicker();
}

/** The platform's own list, which every device can handle, in our clothes. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { value, options, onChange, controlSize = 'md', className, atOnce, ...rest } = props;
  return (
    <span className={clsx('relative block', className)}>
      <select
        className="field-control appearance-none pr-8"
        data-size={controlSize}
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen) onChange(chosen.value);
        }}
        {...(atOnce ? { onKeyDown: openByKey } : {})}
        {...rest}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown
        size={14}
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-ink-3"
      />
    </span>
  );
}
