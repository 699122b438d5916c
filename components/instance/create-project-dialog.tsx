'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { focusOnMount } from '@/components/board/focus-on-mount';
import { PackView } from '@/components/pack/pack-view';
import { RunNote } from '@/components/policy/run-note';
import { useRun } from '@/components/policy/use-run';
import { ReadNote } from '@/components/settings/read-note';
import { useTRPC } from '@/components/trpc/provider';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field, Input } from '@/components/ui/field';
import { ScrollRegion } from '@/components/ui/scroll-region';
import { Segmented } from '@/components/ui/segmented';
import { Skeleton } from '@/components/ui/skeleton';
import { contextFor } from '@/server/domain/pack/pack.rules';
import { CreateProject } from '@/server/domain/project/project.schema';
import { INSTANCE } from './instance-key';
import { keyFrom, type PackReading, prefixFrom, readPack } from './new-project.rules';
import { OwnPack } from './own-pack';

const OWN = '+own';

interface Draft {
  readonly name: string;
  /** Null until somebody types one: then what the name suggests. */
  readonly key: string | null;
  readonly prefix: string | null;
  readonly pack: string;
  readonly text: string;
}

/** Name, key, prefix and pack of a new project, with everything the pack brings in sight before it is made. */
export function CreateProjectDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('instance.new');
  const locale = useLocale();
  const router = useRouter();
  const trpc = useTRPC();
  const run = useRun(INSTANCE);
  const packs = useQuery(trpc.project.packs.queryOptions({ project: INSTANCE, arguments: {} }));
  const [draft, setDraft] = useState<Draft>({
    name: '',
    key: null,
    prefix: null,
    pack: 'software',
    text: '',
  });
  const [tried, setTried] = useState(false);
  const set = (change: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...change }));
    run.reset();
  };
  const own: PackReading = draft.pack === OWN ? readPack(draft.text) : { kind: 'empty' };
  const key = draft.key ?? keyFrom(draft.name);
  const prefix = draft.prefix ?? prefixFrom(key);
  const chosen = packs.data?.packs.find((each) => each.key === draft.pack);
  const view = draft.pack === OWN ? (own.kind === 'sound' ? own.pack : undefined) : chosen?.view;
  const input = {
    key,
    name: draft.name,
    prefix,
    ...(own.kind === 'sound' ? { ownPack: own.pack } : { pack: draft.pack }),
  };
  const parsed = CreateProject.safeParse(input);
  const wrong = new Set(parsed.success ? [] : parsed.error.issues.map(({ path }) => String(path[0])));
  const error = (field: 'name' | 'key' | 'prefix') =>
    tried && wrong.has(field) ? t(`error.${field}`) : null;
  const ready = parsed.success && view !== undefined;

  async function create(): Promise<void> {
    setTried(true);
    if (!ready) return;
    if (await run.run('project.create', input)) router.push(`/${key}/board`);
  }

  return (
    <Dialog
      open
      width="lg"
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t('title')}
      description={t('description')}
      closeLabel={t('close')}
    >
      <form
        className="flex min-h-0 flex-col gap-3.5 overflow-y-auto p-5 pt-3.5"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!run.pending) void create();
        }}
      >
        <div className="grid gap-3.5 sm:grid-cols-[minmax(0,1fr)_190px_104px]">
          <Field label={t('name')} error={error('name')}>
            {(control) => (
              <Input
                {...control}
                name="name"
                ref={focusOnMount}
                maxLength={80}
                value={draft.name}
                onChange={(event) => set({ name: event.target.value })}
              />
            )}
          </Field>
          <Field label={t('key')} error={error('key')}>
            {(control) => (
              <Input
                {...control}
                name="key"
                className="mono"
                maxLength={40}
                spellCheck={false}
                autoCapitalize="none"
                value={key}
                onChange={(event) => set({ key: event.target.value })}
              />
            )}
          </Field>
          <Field label={t('prefix')} error={error('prefix')}>
            {(control) => (
              <Input
                {...control}
                name="prefix"
                className="mono"
                maxLength={5}
                spellCheck={false}
                value={prefix}
                onChange={(event) => set({ prefix: event.target.value.toUpperCase() })}
              />
            )}
          </Field>
        </div>
        <p className="text-ink-3 text-meta">{t('fixed', { key: key || '…', prefix: prefix || '…' })}</p>
        {packs.isError ? (
          <ReadNote error={packs.error} busy={packs.isFetching} onAgain={() => void packs.refetch()} />
        ) : null}
        {packs.data ? (
          <Segmented
            className="self-start"
            label={t('pack')}
            value={draft.pack}
            options={[
              ...packs.data.packs.map((each) => ({
                value: each.key,
                label: locale === 'ru' ? each.name.ru : each.name.en,
              })),
              { value: OWN, label: t('own') },
            ]}
            onChange={(pack) => set({ pack })}
          />
        ) : (
          <Skeleton className="h-8 w-60" />
        )}
        {draft.pack === OWN ? (
          <OwnPack text={draft.text} reading={own} tried={tried} onText={(text) => set({ text })} />
        ) : null}
        {view === undefined ? null : (
          <ScrollRegion
            label={t('preview')}
            className="max-h-[38dvh] overflow-y-auto rounded-card border border-line p-3.5"
            data-preview
          >
            <PackView view={{ ...view, context: contextFor(view.context, prefix || 'PREFIX') }} />
          </ScrollRegion>
        )}
        <RunNote run={run} onAgain={() => void create()} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button variant="ghost" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" variant="primary" loading={run.pending} data-action="project.create">
            {t('submit')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
