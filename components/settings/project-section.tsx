'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Archive, ArchiveRestore } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useProjectEvents } from '@/components/frame/use-project-events';
import { RunNote } from '@/components/policy/run-note';
import { useRun } from '@/components/policy/use-run';
import { useTRPC } from '@/components/trpc/provider';
import { Button } from '@/components/ui/button';
import { Field, Input, TextArea } from '@/components/ui/field';
import { Skeleton } from '@/components/ui/skeleton';
import { useToast } from '@/components/ui/toaster';
import { ReadNote } from './read-note';
import { SectionCard } from './section-card';

/** What is read of the project here, kept true while the page is open. */
export function useProjectView(project: string) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const options = trpc.project.get.queryOptions({ project, arguments: {} });
  useProjectEvents(project, (message) => {
    if (message.kind === 'event' && !/^(project|context|workflow)\./.test(message.event.type)) return;
    void client.invalidateQueries({ queryKey: options.queryKey });
  });
  return useQuery(options);
}

/** Name, protected branches, and the rest a project can be put to. */
export function ProjectSection({ project }: { project: string }) {
  const t = useTranslations('settings.project');
  const { data, error, isError, isFetching, refetch } = useProjectView(project);
  if (isError) return <ReadNote error={error} busy={isFetching} onAgain={() => void refetch()} />;
  if (data === undefined) return <Skeleton className="h-40 w-full" />;
  return (
    <>
      <SectionCard title={t('name')} detail={t('nameDetail', { key: data.key, prefix: data.prefix })}>
        <OneValue
          key={data.name}
          project={project}
          action="project.rename"
          label={t('nameLabel')}
          value={data.name}
          input={(name) => ({ name: name.trim() })}
          done={t('renamed')}
        />
      </SectionCard>
      <SectionCard title={t('branches')} detail={t('branchesDetail')}>
        <OneValue
          key={data.view.settings.protectedBranches.join('\n')}
          project={project}
          action="project.configure"
          label={t('branchesLabel')}
          hint={t('branchesHint')}
          lines
          value={data.view.settings.protectedBranches.join('\n')}
          input={(text) => ({ protectedBranches: text.split(/\s+/).filter((line) => line !== '') })}
          done={t('branchesDone')}
        />
      </SectionCard>
      <ArchiveCard project={project} archived={data.archivedAt !== null} />
    </>
  );
}

/** One value with its own save. */
function OneValue(props: {
  project: string;
  action: string;
  label: string;
  hint?: string;
  lines?: boolean;
  value: string;
  input: (text: string) => Readonly<Record<string, unknown>>;
  done: string;
}) {
  const t = useTranslations('settings.project');
  const run = useRun(props.project);
  const toast = useToast();
  const [text, setText] = useState(props.value);
  const changed = text.trim() !== props.value;
  const save = async () => {
    if (await run.run(props.action, props.input(text))) toast({ title: props.done });
  };
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (changed && !run.pending) void save();
      }}
    >
      <Field label={props.label} hint={props.hint} className="max-w-105">
        {(control) =>
          props.lines ? (
            <TextArea
              {...control}
              rows={4}
              className="mono"
              spellCheck={false}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          ) : (
            <Input
              {...control}
              maxLength={80}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )
        }
      </Field>
      <RunNote run={run} onAgain={() => void save()} />
      <div className="flex gap-2">
        <Button
          type="submit"
          variant="primary"
          disabled={!changed}
          loading={run.pending}
          data-action={props.action}
        >
          {t('save')}
        </Button>
        {changed ? (
          <Button variant="ghost" onClick={() => setText(props.value)}>
            {t('undo')}
          </Button>
        ) : null}
      </div>
    </form>
  );
}

function ArchiveCard({ project, archived }: { project: string; archived: boolean }) {
  const t = useTranslations('settings.project');
  const run = useRun(project);
  const toast = useToast();
  const action = archived ? 'project.unarchive' : 'project.archive';
  const Icon = archived ? ArchiveRestore : Archive;
  const flip = async () => {
    if (await run.run(action, {})) toast({ title: t(archived ? 'unarchived' : 'archived') });
  };
  return (
    <SectionCard title={t(archived ? 'unarchiveTitle' : 'archiveTitle')}>
      <p className="mb-3 max-w-160 text-ink-2">{t(archived ? 'unarchiveText' : 'archiveText')}</p>
      <div className="flex flex-col items-start gap-3">
        <Button loading={run.pending} onClick={() => void flip()} data-action={action}>
          <Icon size={14} aria-hidden />
          {t(archived ? 'unarchive' : 'archive')}
        </Button>
        <RunNote run={run} onAgain={() => void flip()} />
      </div>
    </SectionCard>
  );
}
