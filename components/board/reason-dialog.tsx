'use client';

import { Undo2, Waypoints } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field, TextArea } from '@/components/ui/field';
import { useBoardActs } from './board-acts';
import { useBoardHome, useBoardView } from './board-context';
import type { BoardDialog } from './board-store';
import { focusOnMount } from './focus-on-mount';
import { useNames } from './use-stage';

const SHORTEST = 3;

/** Asks why before a return, or before another move that needs a reason, is sent. */
export function ReasonDialog({ dialog }: { dialog: Extract<BoardDialog, { kind: 'reason' }> }) {
  const { card, to, move } = dialog;
  const t = useTranslations('board.reason');
  const name = useNames();
  const { store } = useBoardHome();
  const { mover } = useBoardActs();
  const stage = useBoardView((view) => view.stages.find(({ key }) => key === to));
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  // Made once a gesture: a second press of the button has no second effect.
  const [key] = useState(() => crypto.randomUUID());
  const short = reason.trim().length < SHORTEST;
  const close = () => {
    store.set({ dialog: null });
    mover.restFocus(card.handoff);
  };
  const called = stage === undefined ? to : name(stage.name);
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : close())}
      title={t(move === 'return' ? 'returnTitle' : 'title', { handoff: card.handoff, stage: called })}
      description={card.title}
      closeLabel={t('close')}
    >
      <form
        className="flex flex-col gap-3.5 p-5 pt-3.5"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (short) return;
          store.set({ dialog: null });
          void mover.run({ card, to, move, reason: reason.trim(), key }, null);
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
        <div className="flex flex-wrap justify-end gap-2">
          <Button variant="ghost" onClick={close}>
            {t('cancel')}
          </Button>
          <Button type="submit" variant="primary" data-action={`handoff.${move}`}>
            {move === 'return' ? <Undo2 size={14} aria-hidden /> : <Waypoints size={14} aria-hidden />}
            {t(move === 'return' ? 'return' : 'send', { stage: called })}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
