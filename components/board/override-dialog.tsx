'use client';

import { ShieldOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { ErrorNote } from '@/components/ui/error-note';
import { Field, TextArea } from '@/components/ui/field';
import { useBoardActs } from './board-acts';
import { useBoardHome } from './board-context';
import type { BoardDialog } from './board-store';
import { focusOnMount } from './focus-on-mount';
import { readFailure } from './read-failure';

/** An override needs a reason somebody can judge: the server asks for as many letters. */
const SHORTEST = 20;

/** Nobody grants an override to themselves: the request goes to the handoff's comments, where a lead finds it. */
export function OverrideDialog({ dialog }: { dialog: Extract<BoardDialog, { kind: 'override' }> }) {
  const { card, policyId } = dialog;
  const t = useTranslations('board.override');
  const { store, door } = useBoardHome();
  const { open } = useBoardActs();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const [state, setState] = useState<'idle' | 'sending' | string>('idle');
  const [key] = useState(() => crypto.randomUUID());
  const short = reason.trim().length < SHORTEST;

  async function send(): Promise<void> {
    setState('sending');
    try {
      await door.act(
        'handoff.comment',
        { handoff: card.handoff, body: t('comment', { policy: policyId, reason: reason.trim() }) },
        key,
      );
      store.set({ dialog: null });
      open(card.handoff);
    } catch (error) {
      const failure = readFailure(error);
      setState(
        failure.kind === 'refused'
          ? failure.message
          : failure.kind === 'denied'
            ? failure.denial.title
            : t('silent'),
      );
    }
  }

  return (
    <Dialog
      open
      onOpenChange={(next) => (next ? undefined : store.set({ dialog: null }))}
      title={t('title', { handoff: card.handoff })}
      description={t('description', { policy: policyId })}
      closeLabel={t('close')}
    >
      <form
        className="flex flex-col gap-3.5 p-5 pt-3.5"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (!short && state !== 'sending') void send();
        }}
      >
        <Field label={t('label')} hint={t('hint')} error={tried && short ? t('needed') : null}>
          {(control) => (
            <TextArea
              {...control}
              ref={focusOnMount}
              rows={3}
              maxLength={2000}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        {state === 'idle' || state === 'sending' ? null : <ErrorNote title={state} safe={t('kept')} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button variant="ghost" onClick={() => store.set({ dialog: null })}>
            {t('cancel')}
          </Button>
          <Button type="submit" variant="primary" loading={state === 'sending'} data-action="handoff.comment">
            <ShieldOff size={14} aria-hidden />
            {t('send')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
