'use client';

import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useContext, useEffect, useMemo, useState } from 'react';
import { serverOffset } from '@/components/board/server-clock';
import { ChecklistTab } from '@/components/checklist/checklist-tab';
import { passedOf } from '@/components/checklist/ticks.rules';
import { SessionLog } from '@/components/session/session-log';
import { TabPanel, Tabs } from '@/components/ui/tabs';
import type { AvailableResult } from '@/server/actions/available.schema';
import type { HandoffDetail } from '@/server/domain/handoff/handoff.schema';
import { CommentsTab } from './comments-tab';
import { HeroLane } from './hero-lane';
import { HistoryTab } from './history-tab';
import { LifeStrip } from './life-strip';
import { PackageTab } from './package-tab';
import type { StageInfo } from './panel-client';
import { type Panel, PanelContext, type PanelDialog, type PanelTab, RefreshContext } from './panel-context';
import { PanelDialogs } from './panel-dialogs';
import { PanelFooter } from './panel-footer';
import { usePanelFrame } from './panel-frame';
import { PanelHead, PanelTitle } from './panel-head';
import { PlanItems } from './plan-items';
import { QuestionWell } from './question-well';
import { useAction } from './use-action';
import { useFollow } from './use-follow';
import { useMoves } from './use-moves';
import { usePanelCommands } from './use-panel-commands';
import { usePhone } from './use-phone';
import { useWanted } from './use-wanted';
import { currentChecklists, withComputed } from './verdict.rules';
import { VerdictWell } from './verdict-well';

export interface PanelContentProps {
  project: string;
  detail: HandoffDetail;
  available: AvailableResult | null;
  stages: readonly StageInfo[];
  onClose: () => void;
}

/** The loaded panel: what its parts share, and its parts. */
export function PanelContent(props: PanelContentProps) {
  const { project, available, stages } = props;
  const detail = useMemo(() => withComputed(props.detail), [props.detail]);
  const { handoff } = detail.card;
  const refresh = useContext(RefreshContext);
  const params = useSearchParams();
  const [tab, setTab] = useState<PanelTab>(() =>
    detail.card.closedAt === null && currentChecklists(detail).some(({ items }) => items.length > 0)
      ? 'checklist'
      : 'package',
  );
  const [dialog, setDialog] = useState<PanelDialog | null>(null);
  const [wantedItem, setWantedItem] = useState<string | null>(null);
  const step = useAction();
  const goToItem = useMemo(
    () => (item: string | null) => {
      if (item !== null) setTab('checklist');
      setWantedItem(item);
    },
    [],
  );
  // A refusal on the board links to the item that would unlock it.
  const linked = params.get('item');
  useEffect(() => {
    if (linked !== null) goToItem(linked);
  }, [linked, goToItem]);
  // The form for a comment stands in its tab, which has to be open for it to take the focus.
  const saying = params.get('do') === 'comment';
  useEffect(() => {
    if (saying) setTab('comments');
  }, [saying]);
  useWanted('route', () => setDialog({ kind: 'route', to: null }));
  const { follow, canFollow } = useFollow({ card: detail.card, step, setTab, setDialog, goToItem });
  const panel = useMemo<Panel>(
    () => ({
      project,
      handoff,
      detail,
      available,
      actions: available?.actions ?? [],
      stages,
      offset: serverOffset(),
      refresh,
      tab,
      setTab,
      dialog,
      setDialog,
      wantedItem,
      goToItem,
      follow,
      canFollow,
      step,
    }),
    [
      project,
      handoff,
      detail,
      available,
      stages,
      refresh,
      tab,
      dialog,
      wantedItem,
      goToItem,
      follow,
      canFollow,
      step,
    ],
  );
  return (
    <PanelContext value={panel}>
      <PanelParts panel={panel} onClose={props.onClose} />
    </PanelContext>
  );
}

function PanelParts({ panel, onClose }: { panel: Panel; onClose: () => void }) {
  const t = useTranslations('handoff');
  const { detail, tab, setTab } = panel;
  const { headingId, keys } = usePanelFrame();
  const control = useMoves();
  const phone = usePhone();
  usePanelCommands(control);
  const present = currentChecklists(detail);
  const { passed, total } = passedOf(present);
  const first = present.flatMap(({ items }) => items)[0]?.key;

  useEffect(() => {
    keys.current = (event: KeyboardEvent) => {
      if ((event.code === 'KeyJ' || event.code === 'KeyK') && tab === 'checklist' && first !== undefined) {
        panel.goToItem(first);
        return true;
      }
      const choice = optionOf(event);
      if (choice !== null) {
        choice.click();
        choice.focus();
        return true;
      }
      const move = control.moves.find(({ code }) => code === event.code);
      if (move === undefined || event.repeat) return false;
      control.run(move);
      return true;
    };
    return () => {
      keys.current = null;
    };
  });

  return (
    <>
      <PanelHead onClose={onClose} />
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto overflow-x-hidden">
        <PanelTitle id={headingId} />
        <PlanItems />
        <HeroLane />
        <LifeStrip />
        <QuestionWell />
        {phone ? null : <VerdictWell control={control} />}
        <Tabs<PanelTab>
          className="flex min-h-50 flex-[1_0_auto] flex-col"
          listClassName="sticky top-0 z-1 bg-surface px-5 max-sm:px-4 shrink-0"
          label={t('tabs.label')}
          value={tab}
          onChange={setTab}
          tabs={[
            { value: 'package', label: t('tabs.package') },
            {
              value: 'checklist',
              label: t('tabs.checklist'),
              ...(total === 0 ? {} : { count: t('tabs.count', { passed, total }) }),
            },
            {
              value: 'comments',
              label: t('tabs.comments'),
              ...(detail.comments.length === 0
                ? {}
                : {
                    count: t('tabs.said', {
                      count: detail.comments.length,
                      unread: detail.unread?.length ?? 0,
                    }),
                  }),
            },
            { value: 'history', label: t('tabs.history') },
            { value: 'log', label: t('tabs.log') },
          ]}
        >
          <TabPanel value="package" className="px-5 max-sm:px-4">
            <PackageTab />
          </TabPanel>
          <TabPanel value="checklist" className="px-5 max-sm:px-4">
            <ChecklistTab />
          </TabPanel>
          <TabPanel value="comments" className="px-5 max-sm:px-4">
            <CommentsTab />
          </TabPanel>
          <TabPanel value="history" className="px-5 max-sm:px-4">
            <HistoryTab />
          </TabPanel>
          <TabPanel value="log" className="px-5 max-sm:px-4">
            <SessionLog />
          </TabPanel>
        </Tabs>
        {phone ? <PanelFooter /> : null}
      </div>
      {phone ? <VerdictWell bar control={control} /> : <PanelFooter />}
      <PanelDialogs />
    </>
  );
}

/** The answer to the open question that a digit picks. */
function optionOf({ code, currentTarget }: KeyboardEvent): HTMLInputElement | null {
  const digit = /^Digit([1-9])$/.exec(code)?.[1];
  return digit === undefined ? null : currentTarget.querySelector(`input[data-option="${digit}"]`);
}
