'use client';

import { Link2, RotateCw, TriangleAlert } from 'lucide-react';
import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTRPCClient } from '@/components/trpc/provider';
import { Button } from '@/components/ui/button';
import { exactTime } from '@/components/ui/relative-time';
import { Spinner } from '@/components/ui/spinner';
import { Tag } from '@/components/ui/tag';
import type { Verified } from '@/server/domain/event/event-log.schema';

/** Events a slice: a fraction of a second each, so that others are served in between. */
const SLICE = 2000;

/** Whether the log is as it was sealed: checked from the first event, slice after slice, with what is done shown. */
export function ChainBadge({ project }: { project: string }) {
  const t = useTranslations('events.chain');
  const { number } = useFormatter();
  const locale = useLocale();
  const client = useTRPCClient();
  const [state, setState] = useState<Verified | null>(null);
  const [running, setRunning] = useState(false);
  const [failed, setFailed] = useState(false);
  const run = useRef(0);

  const check = useCallback(async () => {
    run.current += 1;
    const mine = run.current;
    setRunning(true);
    setFailed(false);
    try {
      let from: { after: number; hash?: string } = { after: 0 };
      for (;;) {
        const found = await client.event.verify.query({ project, arguments: { ...from, limit: SLICE } });
        if (mine !== run.current) return;
        setState(found);
        if (found.done) break;
        from = { after: found.seq, hash: found.hash };
      }
    } catch {
      if (mine === run.current) setFailed(true);
    }
    if (mine === run.current) setRunning(false);
  }, [client, project]);
  useEffect(() => {
    void check();
    return () => {
      run.current += 1;
    };
  }, [check]);

  const problem = state?.problem ?? null;
  const look = problem !== null ? 'broken' : running ? 'running' : failed ? 'unknown' : 'intact';
  const tone = { broken: 'stop', running: 'neutral', unknown: 'wait', intact: 'go' } as const;
  const Icon = problem === null ? Link2 : TriangleAlert;
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-2" role="status" data-chain={look}>
      <Tag tone={tone[look]} size="md" className="max-w-full">
        {running ? <Spinner size={12} /> : <Icon size={12} aria-hidden />}
        <span className="truncate">
          {problem !== null
            ? t('broken', { seq: problem.seq })
            : failed
              ? t('unknown')
              : running
                ? t('running', { seq: state?.seq ?? 0, head: state?.head ?? 0 })
                : t('intact', { seq: state?.seq ?? 0 })}
        </span>
      </Tag>
      {problem !== null ? (
        <span className="text-meta text-stop">{t(`problem.${problem.problem}`)}</span>
      ) : null}
      {state?.done && !running ? (
        <span className="text-ink-3 text-meta max-sm:hidden" title={number(state.head)}>
          {t('at', { at: exactTime(state.at, locale) })}
        </span>
      ) : null}
      <Button
        size="sm"
        variant="ghost"
        disabled={running}
        onClick={() => void check()}
        data-action="event.verify"
      >
        <RotateCw size={12} aria-hidden />
        {t('check')}
      </Button>
    </span>
  );
}
