'use client';

import { History, ListChecks, type LucideIcon, MessageSquare, ScrollText } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useCommands } from '@/components/palette/command-context';
import type { Command } from '@/components/palette/commands';
import { printedOn } from '@/components/palette/printed-on';
import { usePolicyWords } from '@/components/policy/policy-words';
import { moveIcon, useMoveWords } from './move-buttons';
import { type PanelTab, usePanel } from './panel-context';
import type { MoveControl } from './use-moves';

const TABS: readonly (readonly [Exclude<PanelTab, 'package'>, LucideIcon])[] = [
  ['checklist', ListChecks],
  ['comments', MessageSquare],
  ['history', History],
  ['log', ScrollText],
];

/** The moves of the open handoff in the palette: the same list as its buttons, locked ones with their reason. */
export function usePanelCommands({ moves, run }: Pick<MoveControl, 'moves' | 'run'>): void {
  const t = useTranslations('palette.panel');
  const words = useMoveWords();
  const policy = usePolicyWords();
  const { handoff, setTab } = usePanel();
  const ofMoves = moves.map(
    (move): Command => ({
      id: `${handoff} ${move.id}`,
      group: 'handoff',
      icon: moveIcon(move.action),
      words: words(move),
      action: move.action,
      ...(move.code === null ? {} : { keys: [printedOn(move.code)] }),
      ...(move.locked === null ? {} : { locked: policy(move.locked).title }),
      run: () => run(move),
    }),
  );
  const ofTabs = TABS.map(
    ([tab, icon]): Command => ({
      id: `${handoff} ${tab}`,
      group: 'handoff',
      icon,
      words: t(tab),
      run: () => setTab(tab),
    }),
  );
  useCommands([...ofMoves, ...ofTabs]);
}
