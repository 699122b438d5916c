'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { getUntypedClient } from '@trpc/client';
import { FlaskConical, ShieldCheck } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { DenialNote } from '@/components/policy/denial-note';
import { useActionTitle } from '@/components/policy/policy-words';
import { type NextStep, refusalOf } from '@/components/policy/refusal.schema';
import { useProjectNames } from '@/components/policy/use-project-names';
import { useTRPC, useTRPCClient } from '@/components/trpc/provider';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { ErrorNote } from '@/components/ui/error-note';
import { Field, Select } from '@/components/ui/field';
import { SchemaField } from './schema-field';
import { argumentsOf, fieldsOf } from './schema-form.rules';

const FIRST = 'handoff.send';

/** Asks what would happen if the reader ran an action now: everything a real call runs but the commit. */
export function DryRunDialog({ project, onClose }: { project: string; onClose: () => void }) {
  const t = useTranslations('policies.form');
  const title = useActionTitle();
  const names = useProjectNames(project);
  const locale = useLocale();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const router = useRouter();
  const cardList = useId();
  const [action, setAction] = useState(FIRST);
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [tried, setTried] = useState(false);
  const list = useQuery(trpc.actions.available.queryOptions({ project, arguments: {} }));
  const full = useQuery(
    trpc.actions.available.queryOptions({ project, arguments: { prefix: action, detail: 'full' } }),
  );
  const board = useQuery(trpc.board.window.queryOptions({ project, arguments: { perStage: 20 } }));
  const cards = useMemo(() => board.data?.stages.flatMap((stage) => stage.cards) ?? [], [board.data]);
  const row = full.data?.actions.find(({ name }) => name === action);
  const fields = useMemo(() => fieldsOf(row?.inputSchema), [row?.inputSchema]);
  const card = cards.find(({ handoff }) => handoff === typed.handoff);
  // Who asks about a handoff asks about it as it is now.
  const current = card === undefined ? {} : { expectedVersion: String(card.version) };
  const filled = argumentsOf(fields, { ...current, ...typed });
  const run = useMutation({
    mutationFn: () =>
      getUntypedClient(client).mutation(action, { project, arguments: filled.arguments, dryRun: true }),
  });
  const answer = useRef<HTMLDivElement>(null);
  const answered = run.isSuccess || run.isError;
  // A long form fills the dialog: the answer would come below its edge, unseen.
  useEffect(() => {
    if (answered) answer.current?.scrollIntoView({ block: 'nearest' });
  }, [answered]);
  const options = (list.data?.actions ?? [])
    .filter(({ readOnly }) => !readOnly)
    .map((one) => ({ value: one.name, label: `${one.name} · ${title(one)}` }));
  const refusal = run.isError ? refusalOf(run.error) : null;
  const canFollow = (step: NextStep) => typeof step.arguments.handoff === 'string';
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t('title')}
      description={t('description')}
      closeLabel={t('close')}
      width="lg"
    >
      <form
        className="flex min-h-0 flex-1 flex-col gap-3.5 overflow-y-auto px-5 pt-3.5 pb-5"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (filled.wrong.length === 0 && row !== undefined) run.mutate();
        }}
      >
        <Field label={t('action')} hint={locale === 'en' ? row?.description : undefined}>
          {(control) => (
            <Select
              {...control}
              data-argument="action"
              value={action}
              options={options.length === 0 ? [{ value: action, label: action }] : options}
              onChange={(next) => {
                setAction(next);
                // The handoff is likely the same; anything else belonged to the other action.
                setTyped(typed.handoff === undefined ? {} : { handoff: typed.handoff });
                setTried(false);
                run.reset();
              }}
            />
          )}
        </Field>
        <datalist id={cardList}>
          {cards.map(({ handoff, title }) => (
            <option key={handoff} value={handoff}>
              {title}
            </option>
          ))}
        </datalist>
        {fields.map((field) => (
          <SchemaField
            key={`${action} ${field.name}`}
            field={field}
            value={typed[field.name] ?? Object(current)[field.name] ?? field.initial}
            suggestions={field.name === 'handoff' ? cardList : undefined}
            wrong={tried && filled.wrong.includes(field.name)}
            onChange={(value) => {
              setTyped((before) => ({ ...before, [field.name]: value }));
              run.reset();
            }}
          />
        ))}
        {full.isError ? <ErrorNote title={t('unread')} safe={t('safe')} /> : null}
        <div className="flex flex-wrap items-center gap-2">
          <Button type="submit" variant="primary" loading={run.isPending} disabled={row === undefined}>
            <FlaskConical size={14} aria-hidden />
            {t('submit')}
          </Button>
          <p className="text-ink-3 text-meta">{t('writesNothing')}</p>
        </div>
        <div ref={answer} className="flex flex-col gap-3.5 empty:hidden">
          {run.isSuccess ? (
            <output className="block rounded-card bg-go-tint px-3 py-2.5" data-decision="allowed">
              <span className="flex items-center gap-2 font-semibold text-go">
                <ShieldCheck size={16} aria-hidden />
                {t('allowed', { action })}
              </span>
              <span className="mt-1 block text-ink-2">{t('allowedNow')}</span>
            </output>
          ) : null}
          {refusal?.kind === 'denied' ? (
            <DenialNote
              denials={refusal.denials}
              action={action}
              reader={list.data ? { permission: list.data.permission, roles: list.data.roles } : null}
              canFollow={canFollow}
              stageName={names.stage}
              roleName={names.role}
              itemName={names.item}
              onNext={(step) => router.push(`/${project}/board?handoff=${String(step.arguments.handoff)}`)}
            />
          ) : null}
          {refusal?.kind === 'other' ? (
            <ErrorNote
              title={refusal.message}
              safe={t('writesNothing')}
              action={
                <ul className="text-ink-2 text-meta">
                  {(refusal.issues.length === 0 ? [refusal.hint] : refusal.issues).map((issue) => (
                    <li key={issue}>{issue}</li>
                  ))}
                </ul>
              }
            />
          ) : null}
          {refusal?.kind === 'conflict' ? (
            <ErrorNote title={t('conflict')} safe={t('writesNothing')} />
          ) : null}
          {refusal?.kind === 'offline' ? (
            <ErrorNote tone="wait" title={t('offline')} safe={t('writesNothing')} />
          ) : null}
        </div>
      </form>
    </Dialog>
  );
}
