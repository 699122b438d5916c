'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { usePolicyWords } from '@/components/policy/policy-words';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { ErrorNote } from '@/components/ui/error-note';
import { Field, Input, Select, TextArea } from '@/components/ui/field';
import { CreateHandoff, Mode } from '@/server/domain/handoff/handoff.schema';
import { useBoardActs } from './board-acts';
import { useBoardHome, useBoardView } from './board-context';
import { focusOnMount } from './focus-on-mount';
import { type Failure, readFailure } from './read-failure';
import { useNames } from './use-stage';

type ModeName = (typeof Mode.options)[number];

interface Draft {
  readonly title: string;
  readonly stage: string;
  readonly mode: ModeName;
  readonly priority: '0' | '1' | '2' | '3' | '4';
  readonly branch: string;
  readonly summary: string;
}

const PRIORITIES = ['0', '1', '2', '3', '4'] as const;

export function CreateDialog() {
  const t = useTranslations('board.create');
  const { store, door } = useBoardHome();
  const { open, refresh } = useBoardActs();
  const name = useNames();
  const starts = useBoardView((view) => view.stages.filter(({ kind }) => kind === 'start'));
  const [draft, setDraft] = useState<Draft>({
    title: '',
    stage: starts[0]?.key ?? '',
    mode: 'code',
    priority: '2',
    branch: '',
    summary: '',
  });
  const [tried, setTried] = useState(false);
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  // One key a text: the same form sent twice has one effect, a corrected one is another request.
  const [key, setKey] = useState(() => crypto.randomUUID());
  const input = inputOf(draft);
  const errors = fieldErrors(input, failure);
  const shown = (field: keyof Draft) => (tried && errors.has(field) ? t(`error.${field}`) : null);
  const set = (change: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...change }));
    setFailure(null);
    setKey(crypto.randomUUID());
  };

  async function send(): Promise<void> {
    setTried(true);
    if (!CreateHandoff.safeParse(input).success) return;
    setSending(true);
    try {
      const { handoff } = await door.act('handoff.create', input, key);
      refresh([handoff]);
      store.set({ dialog: null, said: { key: 'created', handoff, stage: draft.stage } });
      open(handoff);
    } catch (error) {
      setFailure(readFailure(error));
      setSending(false);
    }
  }

  return (
    <Dialog
      open
      onOpenChange={(next) => (next ? undefined : store.set({ dialog: null }))}
      title={t('title')}
      description={t('description')}
      closeLabel={t('close')}
    >
      <form
        className="flex flex-col gap-3.5 p-5 pt-3.5"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!sending) void send();
        }}
      >
        <Field label={t('field.title')} error={shown('title')}>
          {(control) => (
            <Input
              {...control}
              name="title"
              ref={focusOnMount}
              maxLength={200}
              value={draft.title}
              onChange={(event) => set({ title: event.target.value })}
            />
          )}
        </Field>
        <div className="grid gap-3.5 sm:grid-cols-2">
          {starts.length > 1 ? (
            <Field label={t('field.stage')}>
              {(control) => (
                <Select
                  {...control}
                  value={draft.stage}
                  options={starts.map((stage) => ({ value: stage.key, label: name(stage.name) }))}
                  onChange={(stage) => set({ stage })}
                />
              )}
            </Field>
          ) : null}
          <Field label={t('field.mode')}>
            {(control) => (
              <Select
                {...control}
                value={draft.mode}
                options={Mode.options.map((mode) => ({ value: mode, label: t(`mode.${mode}`) }))}
                onChange={(mode) => set({ mode })}
              />
            )}
          </Field>
          <Field label={t('field.priority')}>
            {(control) => (
              <Select
                {...control}
                value={draft.priority}
                options={PRIORITIES.map((priority) => ({
                  value: priority,
                  label: t(`priority.${priority}`),
                }))}
                onChange={(priority) => set({ priority })}
              />
            )}
          </Field>
        </div>
        <Field label={t('field.branch')} hint={t('branchHint')} error={shown('branch')}>
          {(control) => (
            <Input
              {...control}
              name="branch"
              className="font-mono"
              maxLength={120}
              spellCheck={false}
              autoCapitalize="none"
              value={draft.branch}
              onChange={(event) => set({ branch: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('field.summary')} hint={t('summaryHint')} error={shown('summary')}>
          {(control) => (
            <TextArea
              {...control}
              name="summary"
              rows={3}
              maxLength={16_000}
              value={draft.summary}
              onChange={(event) => set({ summary: event.target.value })}
            />
          )}
        </Field>
        {failure === null ? null : <CreateFailure failure={failure} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button variant="ghost" onClick={() => store.set({ dialog: null })}>
            {t('cancel')}
          </Button>
          <Button type="submit" variant="primary" loading={sending} data-action="handoff.create">
            {t('submit')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function CreateFailure({ failure }: { failure: Failure }) {
  const t = useTranslations('board.create');
  const words = usePolicyWords();
  const denied = failure.kind === 'denied' ? words(failure.denial) : null;
  return (
    <div data-denial={failure.kind === 'denied' ? failure.denial.policyId : undefined}>
      <ErrorNote
        tone={failure.kind === 'silent' ? 'wait' : 'stop'}
        title={denied?.title ?? (failure.kind === 'refused' ? failure.message : t('silent'))}
        safe={denied?.why ?? (failure.kind === 'refused' ? failure.hint : t('kept'))}
      />
    </div>
  );
}

function inputOf({ title, stage, mode, priority, branch, summary }: Draft) {
  return {
    title: title.trim(),
    ...(stage === '' ? {} : { stage }),
    mode,
    priority: Number(priority),
    ...(branch.trim() === '' ? {} : { branch: branch.trim() }),
    ...(summary.trim() === '' ? {} : { package: { summary: summary.trim() } }),
  };
}

/** Fields that are wrong by the schema the server uses, or that the server named. */
function fieldErrors(input: ReturnType<typeof inputOf>, failure: Failure | null): ReadonlySet<string> {
  const parsed = CreateHandoff.safeParse(input);
  const local = parsed.success ? [] : parsed.error.issues.map(({ path }) => String(path.at(-1) ?? ''));
  const remote = failure?.kind === 'refused' ? Object.keys(failure.fields) : [];
  return new Set([...local, ...remote.map((name) => name.split('.').at(-1) ?? name)]);
}
