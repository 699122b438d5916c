'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Upload } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type DragEvent, useState } from 'react';
import { v7 } from 'uuid';
import { type Refusal, refusalOf } from '@/components/policy/refusal.schema';
import { isRecord, listOf, textOf } from '@/components/policy/wire.schema';
import { useTRPCClient } from '@/components/trpc/provider';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field, Input, TextArea } from '@/components/ui/field';
import type { PlanImported } from '@/server/domain/plan/plan.schema';
import { ImportPreview } from './import-preview';
import { PlanRefusal } from './plan-refusal';

export interface ImportDialogProps {
  project: string;
  /** Key that is proposed. */
  plan: string;
  onClose: () => void;
  onDone: (plan: string) => void;
}

/** A file or a pasted text; what it means is shown before anything is written, by a dry run of the import itself. */
export function ImportDialog({ project, plan, onClose, onDone }: ImportDialogProps) {
  const t = useTranslations('plan.import');
  const trpc = useTRPCClient();
  const queries = useQueryClient();
  const [source, setSource] = useState('');
  const [key, setKey] = useState(plan);
  const [preview, setPreview] = useState<PlanImported | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [pending, setPending] = useState(false);
  const [unreadable, setUnreadable] = useState(false);
  const badKey = !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(key);

  async function run(dryRun: boolean, text = source) {
    setPending(true);
    setRefusal(null);
    try {
      const { result } = await trpc.plan.import.mutate({
        project,
        arguments: { key, source: text },
        ...(dryRun ? { dryRun } : { idempotencyKey: v7() }),
      });
      if (dryRun) return setPreview(result);
      await queries.invalidateQueries({ queryKey: ['plan', project] });
      onDone(result.plan);
    } catch (error) {
      setPreview(null);
      setRefusal(refusalOf(error));
    } finally {
      setPending(false);
    }
  }

  /** As bytes: a text with broken ones would come back as another. */
  async function read(file: File | undefined) {
    if (file === undefined) return;
    setUnreadable(false);
    try {
      const bytes = await file.arrayBuffer();
      const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
      setSource(text);
      await run(true, text);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      setUnreadable(true);
    }
  }

  const drop = (event: DragEvent) => {
    event.preventDefault();
    void read(event.dataTransfer.files[0]);
  };
  const edit = (change: () => void) => {
    change();
    setPreview(null);
    setRefusal(null);
  };
  const issues = refusal?.kind === 'denied' ? listOf(refusal.denials[0]?.facts.issues, readIssue) : [];

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('title')}
      description={t('description')}
      closeLabel={t('close')}
      width="lg"
    >
      <div className="flex flex-col gap-3 px-5 py-4">
        <label className="plan-drop" onDragOver={(event) => event.preventDefault()} onDrop={drop}>
          <Upload size={18} aria-hidden />
          <span>{t('drop')}</span>
          <input
            type="file"
            accept=".md,.markdown,.txt,text/markdown,text/plain"
            className="sr-only"
            onChange={(event) => void read(event.target.files?.[0])}
          />
        </label>
        {unreadable ? (
          <p className="text-stop" role="alert">
            {t('notText')}
          </p>
        ) : null}
        <Field label={t('paste')}>
          {(control) => (
            <TextArea
              {...control}
              rows={5}
              className="mono"
              value={source.length > 60_000 ? source.slice(0, 60_000) : source}
              readOnly={source.length > 60_000}
              onChange={(event) => edit(() => setSource(event.target.value))}
            />
          )}
        </Field>
        <Field label={t('key')} hint={t('keyHint')} error={badKey ? t('badKey') : undefined}>
          {(control) => (
            <Input
              {...control}
              value={key}
              maxLength={60}
              onChange={(event) => edit(() => setKey(event.target.value))}
            />
          )}
        </Field>
        {issues.length > 0 ? (
          <section className="note" data-tone="stop" role="alert" data-denial="plan.unparsed">
            <p className="font-medium text-stop">{t('unparsed')}</p>
            <ul className="mt-1">
              {issues.map(({ line, code }) => (
                <li key={`${line} ${code}`}>
                  <span className="mono">{t('line', { line })}</span> {t(`issue.${code}`)}
                </li>
              ))}
            </ul>
            <p className="mt-1 text-ink-2">{t('nothing')}</p>
          </section>
        ) : refusal ? (
          <PlanRefusal refusal={refusal} action="plan.import" onClose={() => setRefusal(null)} />
        ) : null}
        {preview ? <ImportPreview preview={preview} /> : null}
      </div>
      <div className="sticky bottom-0 flex justify-end gap-2 border-line border-t bg-surface px-5 py-3">
        <Button variant="ghost" onClick={onClose}>
          {t('cancel')}
        </Button>
        {preview === null ? (
          <Button
            variant="primary"
            loading={pending}
            disabled={source === '' || badKey}
            data-action="plan.preview"
            onClick={() => void run(true)}
          >
            {t('look')}
          </Button>
        ) : (
          <Button
            variant="primary"
            loading={pending}
            data-action="plan.import"
            onClick={() => void run(false)}
          >
            {preview.changes === null ? t('submit') : t('replace')}
          </Button>
        )}
      </div>
    </Dialog>
  );
}

function readIssue(value: unknown): { line: number; code: string } | null {
  if (!isRecord(value)) return null;
  return { line: Number(textOf(value.path).replace(/\D/g, '')), code: textOf(value.message) };
}
