'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useFrame } from '@/components/frame/frame-context';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field, Select } from '@/components/ui/field';
import { Skeleton } from '@/components/ui/skeleton';
import type { SessionView } from '@/server/domain/session/session.schema';
import { ActRefusal } from './act-refusal';
import { TokenBar } from './session-brief';
import { useSessionAct } from './use-session-act';
import { useBrief } from './use-sessions';

interface RecoverProps {
  project: string;
  session: SessionView;
  onClose: () => void;
  onDone: (session: string) => void;
}

/** Asks who goes on, shows what they get, and recovers. */
export function RecoverDialog({ project, session, onClose, onDone }: RecoverProps) {
  const t = useTranslations('sessions.recover');
  const { me } = useFrame();
  const act = useSessionAct(project);
  const own = session.actor.id === me.id;
  const [who, setWho] = useState<'same' | 'me'>('same');
  const brief = useBrief(project, session.id, 1500);
  const recover = async () => {
    const result = await act.run('session.recover', {
      session: session.id,
      budget: 1500,
      ...(own || who === 'me' ? {} : { onto: session.actor.name }),
    });
    if (result !== null) onDone(String(result.session));
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t('title')}
      description={t('text')}
      closeLabel={t('close')}
    >
      <div className="flex flex-col gap-3 px-5 py-4">
        {own ? null : (
          <Field label={t('who')} hint={t(`whoHint.${who}`)}>
            {(control) => (
              <Select
                {...control}
                value={who}
                onChange={setWho}
                options={[
                  { value: 'same', label: session.actor.name },
                  { value: 'me', label: t('me') },
                ]}
              />
            )}
          </Field>
        )}
        {brief.data === undefined ? <Skeleton className="h-10 w-full" /> : <TokenBar brief={brief.data} />}
        {act.refusal === null ? null : <ActRefusal refusal={act.refusal} onClose={act.reset} />}
        <div className="flex justify-end gap-2">
          <Button variant="ghost" onClick={onClose}>
            {t('close')}
          </Button>
          <Button
            variant="primary"
            data-action="session.recover"
            loading={act.pending !== null}
            onClick={() => void recover()}
          >
            {t('do')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
