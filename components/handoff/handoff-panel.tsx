'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { boardKey } from '@/components/board/board-context';
import { refusalOf } from '@/components/policy/refusal.schema';
import { Button } from '@/components/ui/button';
import { ErrorNote } from '@/components/ui/error-note';
import { useCallUndo } from '@/components/undo/use-call-undo';
import type { BoardView } from '@/server/domain/board/board.schema';
import type { HandoffDetail } from '@/server/domain/handoff/handoff.schema';
import { type PanelClient, PanelClientContext, usePanelClient } from './panel-client';
import { PanelContent } from './panel-content';
import { RefreshContext } from './panel-context';
import { PanelFrame } from './panel-frame';
import { PanelSkeleton } from './panel-skeleton';
import { useTrpcPanelClient } from './trpc-client';
import { useHandoffEvents } from './use-handoff-events';

export interface HandoffPanelProps {
  /** Key of the project. */
  project: string;
  /** Short number, such as LG-1. */
  handoff: string;
  onClose: () => void;
}

/** Everything about one handoff, beside the board. Put it into a positioned element: it floats at its right edge. */
export function HandoffPanel(props: HandoffPanelProps) {
  const client = useUndoable(props.project, useTrpcPanelClient(props.project));
  return (
    <PanelClientContext value={client}>
      <HandoffPanelView {...props} />
    </PanelClientContext>
  );
}

/** The same doors; what is done through them is offered to be taken back. */
function useUndoable(project: string, client: PanelClient): PanelClient {
  const cache = useQueryClient();
  const undo = useCallUndo(
    project,
    useCallback(
      (handoff: string) => cache.invalidateQueries({ queryKey: ['handoff', project, handoff] }),
      [cache, project],
    ),
  );
  return useMemo(
    () => ({
      ...client,
      run: async (call) => {
        const before = cache.getQueryData<HandoffDetail>(['handoff', project, call.input.handoff]);
        const result = await client.run(call);
        if (before !== undefined)
          undo(call, {
            stage: before.card.stage,
            items: before.checklists
              .filter(({ stage }) => stage === before.card.stage)
              .flatMap(({ items }) => items),
          });
        return result;
      },
    }),
    [client, cache, project, undo],
  );
}

/** The panel without its doors: needs a PanelClientContext. */
export function HandoffPanelView({ project, handoff, onClose }: HandoffPanelProps) {
  useFocusReturn(handoff);
  return (
    <PanelFrame key={handoff} handoff={handoff} onClose={onClose}>
      <LoadedPanel project={project} handoff={handoff} onClose={onClose} />
    </PanelFrame>
  );
}

function LoadedPanel({ project, handoff, onClose }: HandoffPanelProps) {
  const t = useTranslations('handoff');
  const client = usePanelClient();
  const cache = useQueryClient();
  const detail = useQuery({ queryKey: ['handoff', project, handoff], queryFn: () => client.detail(handoff) });
  const available = useQuery({
    queryKey: ['available', project, handoff],
    queryFn: () => client.available(handoff),
  });
  const stages = useQuery({
    queryKey: ['stages', project],
    queryFn: () => client.stages(),
    initialData: () => cache.getQueryData<BoardView>(boardKey(project))?.stages,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const refresh = useCallback(async () => {
    await Promise.all([
      cache.invalidateQueries({ queryKey: ['handoff', project, handoff] }),
      cache.invalidateQueries({ queryKey: ['available', project, handoff] }),
    ]);
  }, [cache, project, handoff]);
  useHandoffEvents(
    handoff,
    useCallback(() => void refresh(), [refresh]),
  );

  if (detail.data === undefined) {
    if (!detail.isError) return <PanelSkeleton handoff={handoff} />;
    const refusal = refusalOf(detail.error);
    const missing = refusal.kind === 'other' && refusal.code === 'NOT_FOUND';
    return (
      <div className="p-5">
        <ErrorNote
          tone={missing ? 'stop' : 'wait'}
          title={missing ? t('missing', { handoff }) : t('unread', { handoff })}
          safe={missing ? t('missingSafe') : t('unreadSafe')}
          action={
            <>
              {missing ? null : (
                <Button loading={detail.isFetching} onClick={() => void detail.refetch()}>
                  {t('error.retry')}
                </Button>
              )}
              <Button variant="ghost" onClick={onClose}>
                {t('close')}
              </Button>
            </>
          }
        />
      </div>
    );
  }
  return (
    <RefreshContext value={refresh}>
      <PanelContent
        project={project}
        detail={detail.data}
        available={available.data ?? null}
        stages={stages.data ?? []}
        onClose={onClose}
      />
    </RefreshContext>
  );
}

/** Closing gives the focus back to what opened the panel, or to its card where that is gone. */
function useFocusReturn(handoff: string): void {
  const [opener] = useState(() => (typeof document === 'undefined' ? null : document.activeElement));
  useEffect(
    () => () => {
      const back =
        opener instanceof HTMLElement && opener.isConnected && opener !== document.body
          ? opener
          : document.querySelector<HTMLElement>(`[data-handoff="${CSS.escape(handoff)}"]`);
      // Whoever has moved on by pointer keeps their place.
      if (document.activeElement === document.body || document.activeElement === null) back?.focus();
    },
    [opener, handoff],
  );
}
