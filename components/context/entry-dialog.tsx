'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useFrame } from '@/components/frame/frame-context';
import { ActRefusal } from '@/components/sessions/act-refusal';
import { useSessionAct } from '@/components/sessions/use-session-act';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field, Input, Select, TextArea } from '@/components/ui/field';
import { RelativeTime } from '@/components/ui/relative-time';
import { Skeleton } from '@/components/ui/skeleton';
import type { GivenEntry, Layer } from '@/server/domain/context/context.schema';
import { type Editing, shown } from './editing';
import { useContextHistory } from './use-context';

/** The reserved project that keeps the global layer. */
const INSTANCE = 'instance';

interface EntryDialogProps {
  project: string;
  editing: Editing;
  onClose: () => void;
}

/** Adds, changes or removes an entry, or shows its earlier versions. */
export function EntryDialog({ project, editing, onClose }: EntryDialogProps) {
  const t = useTranslations('context');
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t(`dialog.${editing.kind}`, { key: editing.kind === 'new' ? '' : editing.entry.key })}
      closeLabel={t('close')}
    >
      {editing.kind === 'history' ? (
        <Versions project={project} entry={editing.entry} />
      ) : editing.kind === 'remove' ? (
        <Removal project={project} entry={editing.entry} onClose={onClose} />
      ) : (
        <EntryForm
          project={project}
          entry={editing.kind === 'new' ? null : editing.entry}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}

/** Global entries are changed in the project that keeps them, by whoever administers the instance. */
const homeOf = (project: string, layer: Layer) => (layer === 'global' ? INSTANCE : project);

function EntryForm({
  project,
  entry,
  onClose,
}: {
  project: string;
  entry: GivenEntry | null;
  onClose: () => void;
}) {
  const t = useTranslations('context');
  const { me } = useFrame();
  const [layer, setLayer] = useState<Layer>(entry?.layer ?? 'project');
  const [key, setKey] = useState(entry?.key ?? '');
  const [value, setValue] = useState(entry === null ? '' : shown(entry.value));
  const [source, setSource] = useState(entry?.source ?? '');
  const act = useSessionAct(homeOf(project, layer));
  const save = async (event: FormEvent) => {
    event.preventDefault();
    // The version that was seen counts for the layer it was seen in.
    const seen = entry !== null && entry.layer === layer ? { expectedVersion: entry.version } : {};
    const result = await act.run('context.set', {
      layer,
      key: key.trim(),
      value,
      source: source.trim(),
      ...seen,
    });
    if (result !== null) onClose();
  };
  return (
    <form className="flex flex-col gap-3 px-5 py-4" onSubmit={(event) => void save(event)}>
      <Field label={t('form.layer')} hint={t(`form.hint.${layer}`, { name: me.name })}>
        {(control) => (
          <Select
            {...control}
            value={layer}
            onChange={setLayer}
            options={(['session', 'project', 'global'] as const).map((one) => ({
              value: one,
              label: t(`layer.${one}`),
            }))}
          />
        )}
      </Field>
      <Field label={t('form.key')} hint={t('form.keyHint')}>
        {(control) => (
          <Input
            {...control}
            className="mono"
            required
            value={key}
            maxLength={120}
            readOnly={entry !== null}
            onChange={(event) => setKey(event.target.value)}
          />
        )}
      </Field>
      <Field label={t('form.value')}>
        {(control) => (
          <TextArea
            {...control}
            required
            rows={5}
            value={value}
            maxLength={16_000}
            onChange={(event) => setValue(event.target.value)}
          />
        )}
      </Field>
      <Field label={t('form.source')} hint={t('form.sourceHint')}>
        {(control) => (
          <Input
            {...control}
            value={source}
            maxLength={500}
            onChange={(event) => setSource(event.target.value)}
          />
        )}
      </Field>
      {act.refusal === null ? null : <ActRefusal refusal={act.refusal} onClose={act.reset} />}
      <div className="flex justify-end gap-2">
        <Button variant="ghost" onClick={onClose}>
          {t('close')}
        </Button>
        <Button type="submit" variant="primary" data-action="context.set" loading={act.pending !== null}>
          {t('form.save')}
        </Button>
      </div>
    </form>
  );
}

function Removal({ project, entry, onClose }: { project: string; entry: GivenEntry; onClose: () => void }) {
  const t = useTranslations('context');
  const act = useSessionAct(homeOf(project, entry.layer));
  const [typed, setTyped] = useState('');
  const remove = async (event: FormEvent) => {
    event.preventDefault();
    const result = await act.run('context.remove', {
      layer: entry.layer,
      key: entry.key,
      confirm: typed.trim(),
    });
    if (result !== null) onClose();
  };
  return (
    <form className="flex flex-col gap-3 px-5 py-4" onSubmit={(event) => void remove(event)}>
      <p className="text-ink-2">{t('removal.text', { layer: t(`layer.${entry.layer}`) })}</p>
      <Field label={t('removal.type', { key: entry.key })}>
        {(control) => (
          <Input
            {...control}
            className="mono"
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </Field>
      {act.refusal === null ? null : <ActRefusal refusal={act.refusal} onClose={act.reset} />}
      <div className="flex justify-end gap-2">
        <Button variant="ghost" onClick={onClose}>
          {t('close')}
        </Button>
        <Button type="submit" variant="stop" data-action="context.remove" loading={act.pending !== null}>
          {t('removal.do')}
        </Button>
      </div>
    </form>
  );
}

function Versions({ project, entry }: { project: string; entry: GivenEntry }) {
  const t = useTranslations('context');
  const versions = useContextHistory(project, entry.layer, entry.key);
  if (versions.data === undefined) return <Skeleton className="m-5 h-24" />;
  if (versions.data.length === 0) return <p className="px-5 py-4 text-ink-2">{t('noVersions')}</p>;
  return (
    <ol className="max-h-96 overflow-y-auto px-5 py-3">
      {versions.data.map((one) => (
        <li key={`${one.version} ${one.at}`} className="border-line border-b py-2 last:border-0">
          <p className="text-meta text-ink-3">
            {t('by', { author: one.author, version: one.version })} <RelativeTime iso={one.at} format="ago" />
            {one.source === '' ? '' : ` · ${t('source', { source: one.source })}`}
          </p>
          <p className={one.removed ? 'text-stop' : 'break-words'}>
            {one.removed ? t('removed') : one.value}
          </p>
        </li>
      ))}
    </ol>
  );
}
