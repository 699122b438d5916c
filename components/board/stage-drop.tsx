'use client';

import { ArrowRight, Lock, Undo2, Unlink, Waypoints } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { usePolicyWords } from '@/components/policy/policy-words';
import { useBoard, useBoardView } from './board-context';
import type { DropTarget } from './drop-targets';
import { useDropTarget } from './use-lift-look';
import { useNames } from './use-stage';

const MOVE_ICON = { send: ArrowRight, return: Undo2, route: Waypoints } as const;

/** While a card is lifted: what dropping it here means, or in a chip above why it cannot be dropped. */
export function StageDrop({ stage }: { stage: string }) {
  const target = useDropTarget(stage);
  if (target === null || target.kind === 'home') return null;
  return target.kind === 'legal' ? (
    <LegalDrop target={target} />
  ) : (
    <RefusedChip stage={stage} target={target} />
  );
}

function LegalDrop({ target }: { target: Extract<DropTarget, { kind: 'legal' }> }) {
  const t = useTranslations('board.drop');
  const Icon = MOVE_ICON[target.move];
  return (
    <div className="board-drop">
      <Icon size={14} aria-hidden />
      {t(target.asks.includes('reason') ? `${target.move}Reason` : target.move)}
    </div>
  );
}

function RefusedChip({ stage, target }: { stage: string; target: DropTarget }) {
  const over = useBoard(({ lift }) => lift?.over === stage);
  const text = useChipText(stage, target);
  if (over) return null;
  const Icon = target.kind === 'refused' && target.blocker.policyId !== 'flow.route' ? Lock : Unlink;
  return (
    <div className="board-why">
      <Icon size={13} aria-hidden />
      <span className="truncate">{text}</span>
    </div>
  );
}

function useChipText(stage: string, target: DropTarget): string {
  const t = useTranslations('board');
  const name = useNames();
  const denial = usePolicyWords();
  const from = useBoard(({ lift }) => lift?.card.stage ?? '');
  const names = useBoardView((view) => view.stages);
  const called = (key: string) => {
    const found = names.find((each) => each.key === key);
    return found === undefined ? key : name(found.name);
  };
  if (target.kind === 'refused' && target.blocker.policyId !== 'flow.route')
    return denial(target.blocker).title;
  return t('noRoute', { from: called(from), to: called(stage) });
}
