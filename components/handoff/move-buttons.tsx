'use client';

import {
  BellRing,
  CheckCheck,
  Ellipsis,
  Hand,
  Hourglass,
  Lock,
  type LucideIcon,
  MessageCircleQuestionMark,
  RotateCcw,
  Send,
  Trash2,
  Undo2,
  UserPlus,
  Waypoints,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import { printedOn } from '@/components/palette/printed-on';
import { usePolicyWords } from '@/components/policy/policy-words';
import { Button } from '@/components/ui/button';
import { Kbd } from '@/components/ui/kbd';
import { Menu, MenuItem } from '@/components/ui/menu';
import { Tooltip } from '@/components/ui/tooltip';
import type { Move, MoveName } from './moves.rules';
import { useStageNames } from './names';
import { usePanel } from './panel-context';

const icons: Partial<Record<MoveName, LucideIcon>> = {
  'handoff.claim': Hand,
  'handoff.send': Send,
  'handoff.complete': CheckCheck,
  'handoff.return': Undo2,
  'handoff.ask': MessageCircleQuestionMark,
  'handoff.route': Waypoints,
  'handoff.nudge': BellRing,
  'handoff.assign': UserPlus,
  'handoff.heartbeat': Hourglass,
  'handoff.release': Hand,
  'handoff.cancel': Trash2,
  'handoff.reopen': RotateCcw,
};

export function moveIcon(action: MoveName): LucideIcon {
  return icons[action] ?? Hand;
}

/** The words of a move; sending on from a review is approving it. */
export function useMoveWords(): (move: Pick<Move, 'action' | 'to'>) => string {
  const t = useTranslations('handoff.move');
  const { detail, stages } = usePanel();
  const { stage } = useStageNames();
  const reviewing = stages.find(({ key }) => key === detail.card.stage)?.role.key === 'reviewer';
  return ({ action, to }) => {
    const key = action.slice('handoff.'.length);
    if (action === 'handoff.send' && to !== null)
      return t(reviewing ? 'approve' : 'sendTo', { stage: stage(to) });
    if (action === 'handoff.return' && to !== null) return t('returnTo', { stage: stage(to) });
    return t(key);
  };
}

export interface MoveButtonProps {
  move: Move;
  pending: boolean;
  onRun: (move: Move) => void;
  /** A locked move explains itself instead of running. */
  onExplain: (move: Move) => void;
  explained: boolean;
}

/** One move as a button. Locked ones stay in reach, say why on hover and focus, and open the way out. */
export function MoveButton({ move, pending, onRun, onExplain, explained }: MoveButtonProps) {
  const words = useMoveWords()(move);
  const policy = usePolicyWords();
  const t = useTranslations('handoff');
  const Icon = moveIcon(move.action);
  if (move.locked !== null) {
    const { title } = policy(move.locked);
    return (
      <Tooltip content={title}>
        <Button
          className="locked max-sm:flex-1"
          data-locked=""
          aria-expanded={explained}
          data-action={move.action}
          data-to={move.to ?? undefined}
          onClick={() => onExplain(move)}
        >
          <Lock size={13} aria-hidden />
          {words}
          <span className="sr-only">{t('locked')}</span>
        </Button>
      </Tooltip>
    );
  }
  return (
    <Button
      className={move.action === 'handoff.route' ? undefined : 'max-sm:flex-1'}
      variant={move.primary ? 'primary' : move.action === 'handoff.route' ? 'ghost' : 'plain'}
      loading={pending}
      data-action={move.action}
      data-to={move.to ?? undefined}
      aria-keyshortcuts={move.code === null ? undefined : printedOn(move.code)}
      onClick={() => onRun(move)}
    >
      <Icon size={14} aria-hidden />
      {words}
      {move.code === null ? null : <Kbd keys={printedOn(move.code)} />}
    </Button>
  );
}

export function MoreMoves({ moves, onRun }: { moves: readonly Move[]; onRun: (move: Move) => void }) {
  const t = useTranslations('handoff');
  const words = useMoveWords();
  if (moves.length === 0) return null;
  return (
    <Menu
      align="end"
      trigger={
        <Button variant="ghost" square aria-label={t('more')}>
          <Ellipsis size={16} aria-hidden />
        </Button>
      }
    >
      {moves.map((move) => (
        <MenuItem
          key={move.id}
          icon={moveIcon(move.action)}
          action={move.action}
          tone={move.action === 'handoff.cancel' ? 'stop' : 'plain'}
          hint={move.code === null ? null : <Kbd keys={printedOn(move.code)} />}
          onSelect={() => onRun(move)}
        >
          {words(move)}
        </MenuItem>
      ))}
    </Menu>
  );
}
