'use client';

import { Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field, Input } from '@/components/ui/field';

export interface ConfirmDialogProps {
  /** Name of exactly what goes: the label of the action's resource. It has to be typed. */
  name: string;
  title: string;
  /** What goes with it, and what stays. */
  children: ReactNode;
  submit: string;
  /** Such as plan.remove. */
  action: string;
  pending?: boolean | undefined;
  /** A refusal, shown in place. */
  refusal?: ReactNode;
  /** Runs the action with `confirm`. */
  onConfirm: (confirm: string) => void;
  onClose: () => void;
}

/** Asks for the name of what is about to be removed. Every destructive action asks here; see security.destructive. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const t = useTranslations('policy.confirm');
  const [typed, setTyped] = useState('');
  const { name, action, pending = false } = props;
  const right = typed.trim() === name;
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open && !pending) props.onClose();
      }}
      title={props.title}
      description={props.children}
      closeLabel={t('keep')}
      width="sm"
    >
      <form
        className="flex flex-col gap-3.5 px-5 pt-3.5 pb-5"
        onSubmit={(event) => {
          event.preventDefault();
          if (right && !pending) props.onConfirm(name);
        }}
      >
        <Field label={t('label', { name })} hint={t('hint')}>
          {(control) => (
            <Input
              {...control}
              className="mono"
              autoComplete="off"
              spellCheck={false}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
        {props.refusal}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={props.onClose} disabled={pending}>
            {t('keep')}
          </Button>
          <Button type="submit" variant="stop" disabled={!right} loading={pending} data-action={action}>
            <Trash2 size={14} aria-hidden />
            {props.submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
