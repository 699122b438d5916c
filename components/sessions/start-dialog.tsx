'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field, Input, Select } from '@/components/ui/field';
import { ActRefusal } from './act-refusal';
import { MODES } from './session-acts';
import { useSessionAct } from './use-session-act';

/** A person's own session: what for, and in which mode. */
export function StartDialog({ project, onClose }: { project: string; onClose: () => void }) {
  const t = useTranslations('sessions.startForm');
  const router = useRouter();
  const act = useSessionAct(project);
  const [focus, setFocus] = useState('');
  const [handoff, setHandoff] = useState('');
  const [mode, setMode] = useState<(typeof MODES)[number]>('code');
  const start = async (event: FormEvent) => {
    event.preventDefault();
    const result = await act.run('session.start', {
      mode,
      focus: focus.trim(),
      ...(handoff.trim() === '' ? {} : { handoff: handoff.trim().toUpperCase() }),
    });
    if (result === null) return;
    onClose();
    router.push(`/${project}/sessions/${String(result.session)}`);
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
      <form className="flex flex-col gap-3 px-5 py-4" onSubmit={(event) => void start(event)}>
        <Field label={t('focus')}>
          {(control) => (
            <Input
              {...control}
              value={focus}
              maxLength={500}
              onChange={(event) => setFocus(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('handoff')} hint={t('handoffHint')}>
          {(control) => (
            <Input
              {...control}
              className="mono"
              value={handoff}
              maxLength={15}
              onChange={(event) => setHandoff(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('mode')}>
          {(control) => (
            <Select
              {...control}
              value={mode}
              onChange={setMode}
              options={MODES.map((value) => ({ value, label: `[${value}]` }))}
            />
          )}
        </Field>
        {act.refusal === null ? null : <ActRefusal refusal={act.refusal} onClose={act.reset} />}
        <div className="flex justify-end gap-2">
          <Button variant="ghost" onClick={onClose}>
            {t('close')}
          </Button>
          <Button type="submit" variant="primary" data-action="session.start" loading={act.pending !== null}>
            {t('do')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
