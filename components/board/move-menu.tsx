'use client';

import { ArrowRight, Lock, Undo2, Unlink, Waypoints } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactElement, useState } from 'react';
import { usePolicyWords } from '@/components/policy/policy-words';
import { Popover } from '@/components/ui/popover';
import type { HandoffCard } from '@/server/domain/handoff/handoff.schema';
import { useBoardActs } from './board-acts';
import { useBoardView } from './board-context';
import { type DropTargets, guessTargets } from './drop-targets';
import { useNames } from './use-stage';

const MOVE_ICON = { send: ArrowRight, return: Undo2, route: Waypoints } as const;

/** Every drag as a list of buttons: for lists, phones, and whoever does not drag. */
export function MoveMenu({ card, trigger }: { card: HandoffCard; trigger: ReactElement }) {
  const t = useTranslations('board');
  const name = useNames();
  const words = usePolicyWords();
  const { mover, start } = useBoardActs();
  const stages = useBoardView((view) => view.stages);
  const routes = useBoardView((view) => view.routes);
  const [open, setOpen] = useState(false);
  const [targets, setTargets] = useState<DropTargets | null>(null);
  const shown =
    targets ??
    guessTargets(
      card,
      stages.map(({ key }) => key),
      routes,
    );
  return (
    <Popover
      trigger={trigger}
      label={t('moveTo', { handoff: card.handoff })}
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        if (!next) return setTargets(null);
        void mover.learn(card).then((learned) => setTargets(learned?.targets ?? null));
      }}
      align="end"
      className="move-menu"
    >
      <p className="move-menu-head">{t('moveTo', { handoff: card.handoff })}</p>
      <ul>
        {stages.map((stage) => {
          const target = shown.get(stage.key);
          if (target === undefined || target.kind === 'home') return null;
          const legal = target.kind === 'legal';
          const locked = target.kind === 'refused' && target.blocker.policyId !== 'flow.route';
          const Icon = legal ? MOVE_ICON[target.move] : locked ? Lock : Unlink;
          const why = legal
            ? t(`drop.${target.asks.includes('reason') ? `${target.move}Reason` : target.move}`)
            : target.kind === 'refused'
              ? words(target.blocker).title
              : t('noRouteShort');
          return (
            <li key={stage.key}>
              <button
                type="button"
                className="move-menu-item"
                data-to={stage.key}
                data-action={legal ? `handoff.${target.move}` : undefined}
                data-denial={target.kind === 'refused' ? target.blocker.policyId : undefined}
                disabled={!legal}
                onClick={() => {
                  if (target.kind !== 'legal') return;
                  setOpen(false);
                  start(card, stage.key, target.move);
                }}
              >
                <Icon size={16} aria-hidden />
                <span className="min-w-0 flex-1">
                  <span className="block font-medium">{name(stage.name)}</span>
                  <span className="block text-ink-3 text-meta">{why}</span>
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </Popover>
  );
}
