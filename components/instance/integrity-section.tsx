'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Download, Link2, RotateCw, TriangleAlert } from 'lucide-react';
import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { ReadNote } from '@/components/settings/read-note';
import { SectionCard } from '@/components/settings/section-card';
import { useTRPC } from '@/components/trpc/provider';
import { Button } from '@/components/ui/button';
import { ErrorNote } from '@/components/ui/error-note';
import { FileButton } from '@/components/ui/file-button';
import { exactTime } from '@/components/ui/relative-time';
import { Skeleton } from '@/components/ui/skeleton';
import { Spinner } from '@/components/ui/spinner';
import { Tag } from '@/components/ui/tag';
import type { HeadsFile, ProjectHead } from '@/server/domain/integrity/integrity.schema';
import { goneWithout, headsText, readHeads } from './heads-file.rules';
import { INSTANCE } from './instance-key';
import { type ChainCheck, useChainChecks } from './use-chain-checks';

function save(text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = 'llmgenie-heads.json';
  link.click();
  URL.revokeObjectURL(address);
}

/** Where each log ends, whether it is as it was sealed, and whether it still holds what somebody noted elsewhere. */
export function IntegritySection() {
  const t = useTranslations('instance.integrity');
  const locale = useLocale();
  const trpc = useTRPC();
  const options = trpc.integrity.heads.queryOptions({ project: INSTANCE, arguments: {} });
  // Noting a check adds an event: a look that begins by itself would be noted without end.
  const { data, error, isError, isFetching, refetch } = useQuery({ ...options, refetchOnWindowFocus: false });
  const cache = useQueryClient();
  const last = trpc.integrity.last.queryOptions({ project: INSTANCE, arguments: {} });
  const noting = useMutation(
    trpc.integrity.note.mutationOptions({
      onSuccess: () => cache.invalidateQueries({ queryKey: last.queryKey }),
    }),
  );
  const { checks, check } = useChainChecks((found) =>
    noting.mutate({
      project: INSTANCE,
      arguments: { checked: found.map(({ id, found: { seq, problem } }) => ({ id, seq, problem })) },
    }),
  );
  const [noted, setNoted] = useState<HeadsFile | undefined>(undefined);
  const [unread, setUnread] = useState(false);
  const projects = data?.projects;
  useEffect(() => {
    if (projects) void check(projects, noted);
  }, [projects, noted, check]);
  if (isError) return <ReadNote error={error} busy={isFetching} onAgain={() => void refetch()} />;
  if (data === undefined) return <Skeleton className="h-60 w-full" />;
  const all = data.projects.map(({ id }) => checks[id]);
  const busy = isFetching || all.some((each) => each === undefined || each.running);
  const sound = all.every((each) => each?.found?.done === true && each.found.problem === null);
  const gone = noted ? goneWithout(noted, data.projects, data.removed) : [];

  async function read(chosen: File): Promise<void> {
    const heads = readHeads(await chosen.text());
    setUnread(heads === null);
    if (heads === null) return;
    setNoted(heads);
    await refetch();
  }

  return (
    <SectionCard
      flush
      title={t('title')}
      detail={t('detail')}
      aside={
        <Button
          size="sm"
          variant="ghost"
          disabled={busy}
          onClick={() => void refetch()}
          data-action="integrity.verify"
        >
          <RotateCw size={12} aria-hidden />
          {t('check')}
        </Button>
      }
    >
      <div className="flex flex-wrap items-center gap-2 border-line border-b px-4 py-2.5 sm:px-4.5">
        <Button size="sm" disabled={busy || !sound} onClick={() => save(headsText(data.projects, data.at))}>
          <Download size={14} aria-hidden />
          {t('save')}
        </Button>
        <FileButton
          label={t('compare')}
          accept="application/json,.json"
          disabled={busy}
          onFile={(file) => void read(file)}
        />
        <LastCheckLine />
        {noted ? (
          <p className="text-ink-3 text-meta" data-noted>
            {t('noted', { at: exactTime(noted.madeAt, locale) })}
          </p>
        ) : null}
      </div>
      {unread ? (
        <div className="p-4">
          <ErrorNote title={t('unread')} safe={t('unreadSafe')} />
        </div>
      ) : null}
      <ul aria-label={t('title')}>
        {data.projects.map((project) => (
          <HeadLine key={project.id} project={project} check={checks[project.id]} />
        ))}
        {gone.map((key) => (
          <li
            key={key}
            className="flex flex-wrap items-center gap-2 border-line border-t px-4 py-2.5 sm:px-4.5"
            data-chain="broken"
            data-project={key}
          >
            <span className="font-medium">{key}</span>
            <Tag tone="stop" size="md">
              <TriangleAlert size={12} aria-hidden />
              {t('gone')}
            </Tag>
          </li>
        ))}
      </ul>
    </SectionCard>
  );
}

/** Kept in the log of the instance: when all of them were last checked, by whom, and what was found. */
function LastCheckLine() {
  const t = useTranslations('instance.integrity');
  const locale = useLocale();
  const trpc = useTRPC();
  const { data } = useQuery(trpc.integrity.last.queryOptions({ project: INSTANCE, arguments: {} }));
  if (!data?.last) return null;
  const { at, by, projects, broken } = data.last;
  const said = { at: exactTime(at, locale), by };
  return (
    <p className={broken.length === 0 ? 'text-ink-3 text-meta' : 'text-meta text-stop'} data-last-check={at}>
      {broken.length === 0
        ? t('last', { ...said, projects })
        : t('lastBroken', {
            ...said,
            where: broken.map(({ project, seq }) => `${project} ${seq}`).join(', '),
          })}
    </p>
  );
}

function HeadLine({ project, check }: { project: ProjectHead; check: ChainCheck | undefined }) {
  const t = useTranslations('instance.integrity');
  const chain = useTranslations('events.chain');
  const { number } = useFormatter();
  const locale = useLocale();
  const found = check?.found ?? null;
  const problem = found?.problem ?? null;
  const look =
    problem !== null ? 'broken' : check?.failed ? 'unknown' : found?.done === true ? 'intact' : 'running';
  const tone = { broken: 'stop', running: 'neutral', unknown: 'wait', intact: 'go' } as const;
  const said = {
    broken: () => chain('broken', { seq: problem?.seq ?? 0 }),
    unknown: () => chain('unknown'),
    intact: () => chain('intact', { seq: found?.seq ?? 0 }),
    running: () => chain('running', { seq: found?.seq ?? 0, head: project.seq }),
  };
  return (
    <li
      className="grid gap-x-3 gap-y-1 border-line border-t px-4 py-2.5 first:border-t-0 sm:grid-cols-[minmax(0,1fr)_auto] sm:px-4.5"
      data-chain={look}
      data-project={project.key}
    >
      <span className="flex min-w-0 flex-wrap items-baseline gap-2">
        <span className="truncate font-medium">{project.name}</span>
        <span className="mono text-ink-3 text-meta">{project.key}</span>
      </span>
      <span className="flex flex-wrap items-center gap-2 sm:justify-end" role="status">
        <Tag tone={tone[look]} size="md" className="max-w-full">
          {look === 'running' ? (
            <Spinner size={12} />
          ) : look === 'intact' ? (
            <Link2 size={12} aria-hidden />
          ) : (
            <TriangleAlert size={12} aria-hidden />
          )}
          <span className="truncate">{said[look]()}</span>
        </Tag>
        {problem !== null ? (
          <span className="text-meta text-stop">{chain(`problem.${problem.problem}`)}</span>
        ) : null}
        {check?.restored ? <span className="text-meta text-wait">{t('restored')}</span> : null}
      </span>
      <span className="mono min-w-0 truncate text-ink-3 text-meta" title={project.hash}>
        {t('head', { seq: number(project.seq), hash: project.hash.slice(0, 16) })}
      </span>
      <span className="text-ink-3 text-meta sm:text-right">
        {found?.done ? chain('at', { at: exactTime(found.at, locale) }) : exactTime(project.at, locale)}
      </span>
    </li>
  );
}
