'use client';

import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { useFrame } from '@/components/frame/frame-context';
import { Button } from '@/components/ui/button';
import { Select } from '@/components/ui/field';
import type { SessionView } from '@/server/domain/session/session.schema';
import { ActRefusal } from './act-refusal';
import { useSessionAct, useVerdicts } from './use-session-act';

const RecoverDialog = dynamic(() => import('./recover-dialog').then((module) => module.RecoverDialog));

export const MODES = ['code', 'meta', 'debug', 'docs', 'test', 'knowledge', 'discuss'] as const;
type Mode = (typeof MODES)[number];
type Step = 'session.pause' | 'session.resume' | 'session.finish' | 'session.recover';

/** What can be done with a session; what cannot says why when it is pressed. */
export function SessionActs({ project, session }: { project: string; session: SessionView }) {
  const t = useTranslations('sessions');
  const { me } = useFrame();
  const router = useRouter();
  const act = useSessionAct(project);
  const [recovering, setRecovering] = useState(false);
  const [told, setTold] = useState<Step | null>(null);
  const own = session.actor.id === me.id;
  const calls: Readonly<Record<string, object>> = own
    ? session.state === 'active'
      ? { 'session.pause': {}, 'session.finish': {}, 'session.recover': { session: session.id } }
      : { 'session.resume': { session: session.id }, 'session.recover': { session: session.id } }
    : { 'session.recover': { session: session.id, onto: session.actor.name } };
  const verdicts = useVerdicts(
    project,
    `${session.id} ${session.state}`,
    calls as Record<string, Record<string, unknown>>,
  );
  const steps = Object.keys(calls) as Step[];
  const acts = useRef<HTMLDivElement>(null);
  const taken = useRef<Step | null>(null);
  // A step that was taken gives way to others: the focus goes on to the first of those.
  useEffect(() => {
    if (taken.current === null || steps.includes(taken.current)) return;
    taken.current = null;
    if (document.activeElement === document.body) acts.current?.querySelector('button')?.focus();
  });
  const blocked = (step: Step) => verdicts.data?.[step] ?? null;
  const press = (step: Step) => {
    if (blocked(step) !== null) return setTold(step);
    setTold(null);
    if (step === 'session.recover') return setRecovering(true);
    taken.current = step;
    void act.run(step, step === 'session.resume' ? { session: session.id } : {});
  };
  const refusal = act.refusal ?? (told === null ? null : blocked(told));
  return (
    <div className="flex flex-col gap-2">
      <div ref={acts} className="flex flex-wrap items-center gap-2">
        {steps.map((step) => (
          <Button
            key={step}
            size="sm"
            data-action={step}
            loading={act.pending === step}
            aria-disabled={blocked(step) === null ? undefined : true}
            variant={
              step === 'session.recover' && session.state === 'lost' && blocked(step) === null
                ? 'primary'
                : 'plain'
            }
            onClick={() => press(step)}
          >
            {t(`act.${step.slice('session.'.length)}`)}
          </Button>
        ))}
        {own && session.state === 'active' ? (
          <Select<Mode>
            aria-label={t('act.switch')}
            data-action="session.switch"
            className="w-36"
            atOnce
            value={MODES.find((mode) => mode === session.mode) ?? 'code'}
            onChange={(mode) => void act.run('session.switch', { mode })}
            options={MODES.map((value) => ({ value, label: `[${value}]` }))}
          />
        ) : null}
      </div>
      {refusal === null ? null : (
        <ActRefusal
          refusal={refusal}
          onClose={() => {
            act.reset();
            setTold(null);
          }}
        />
      )}
      {recovering ? (
        <RecoverDialog
          project={project}
          session={session}
          onClose={() => setRecovering(false)}
          onDone={(next) => {
            setRecovering(false);
            if (next !== session.id) router.push(`/${project}/sessions/${next}`);
          }}
        />
      ) : null}
    </div>
  );
}
