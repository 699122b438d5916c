'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { usePanel } from './panel-context';
import { RefusalNote } from './refusal-note';
import { useAction } from './use-action';

export interface PanelFormProps {
  title: string;
  description?: ReactNode;
  /** Words of the button. */
  submit: string;
  tone?: 'primary' | 'stop' | undefined;
  action: string;
  /** Arguments beside handoff and expectedVersion. */
  input: Readonly<Record<string, unknown>>;
  ready: boolean;
  /** false: the action states its own precondition and takes no version. */
  versioned?: boolean | undefined;
  onDone?: (() => void) | undefined;
  onClose: () => void;
  children: ReactNode;
}

/** A dialog that runs one action on the version it was opened with, and stays with its words where that is refused. */
export function PanelForm(props: PanelFormProps) {
  const common = useTranslations('handoff');
  const { detail } = usePanel();
  const [version] = useState(detail.card.version);
  const action = useAction();
  const finish = <Done,>(done: Done) => {
    if (done !== null) {
      props.onDone?.();
      props.onClose();
    }
    return done;
  };
  const input = {
    handoff: detail.card.handoff,
    ...(props.versioned === false ? {} : { expectedVersion: version }),
    ...props.input,
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : props.onClose())}
      title={props.title}
      description={props.description}
      closeLabel={common('close')}
    >
      <form
        className="flex flex-col gap-3.5 p-5 pt-3.5"
        onSubmit={(event) => {
          event.preventDefault();
          if (props.ready && !action.pending) void action.run(props.action, input).then(finish);
        }}
      >
        {props.children}
        <RefusalNote
          action={{ ...action, again: () => action.again().then(finish) }}
          onFollow={props.onClose}
        />
        <div className="flex flex-wrap justify-end gap-2">
          <Button variant="ghost" onClick={props.onClose}>
            {common('cancel')}
          </Button>
          <Button
            type="submit"
            variant={props.tone ?? 'primary'}
            loading={action.pending}
            disabled={!props.ready}
            data-action={props.action}
          >
            {props.submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
