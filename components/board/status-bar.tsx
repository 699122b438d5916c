'use client';

import { Hand } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useCommandCenter } from '@/components/palette/command-context';
import { ActorMark } from '@/components/ui/actor-mark';
import { Button } from '@/components/ui/button';
import { Kbd } from '@/components/ui/kbd';
import { RelativeTime } from '@/components/ui/relative-time';
import { useBoard, useBoardView } from './board-context';
import { serverOffset } from './server-clock';
import { useNames } from './use-stage';

/** 30 px at the foot: the last hand-over, or how to go on with what is lifted; the keys at the right. */
export function StatusBar() {
  const t = useTranslations('board.status');
  const format = useFormatter();
  const { open } = useCommandCenter();
  const lift = useBoard((state) => state.lift);
  const seq = useBoardView((view) => view.seq);
  const creates = useBoardView((view) => view.me.permission !== 'viewer');
  return (
    <footer className="board-status">
      {lift === null ? (
        <LastTransfer />
      ) : (
        <span className="board-status-line">
          <Hand size={14} aria-hidden />
          <span>
            {t.rich('holding', {
              handoff: lift.card.handoff,
              id,
              enter: () => <Kbd keys="enter" />,
              esc: () => <Kbd keys="Esc" />,
            })}
          </span>
        </span>
      )}
      <span className="flex-1" />
      <span className="board-status-seq">{t('event', { seq: format.number(seq) })}</span>
      <span className="board-status-key">
        <Kbd keys="M" /> {t('move')}
      </span>
      {creates ? (
        <span className="board-status-key">
          <Kbd keys="C" /> {t('create')}
        </span>
      ) : null}
      <Button
        variant="ghost"
        size="sm"
        className="board-status-keys"
        aria-keyshortcuts="Shift+?"
        onClick={() => open('help')}
      >
        <Kbd keys="?" /> {t('keys')}
      </Button>
    </footer>
  );
}

function LastTransfer() {
  const t = useTranslations('board.status');
  const name = useNames();
  const last = useBoardView((view) => view.lastTransfer);
  const stages = useBoardView((view) => view.stages);
  if (last === null) return <span className="board-status-line">{t('nothing')}</span>;
  const to = stages.find(({ key }) => key === last.to);
  return (
    <span className="board-status-line">
      <ActorMark id={last.actor.id} kind={last.actor.kind} name={last.actor.name} size={16} label="" />
      <span className="truncate">
        {t.rich(last.kind === 'return' || last.kind === 'complete' ? last.kind : 'send', {
          who: last.actor.name,
          kind: last.actor.kind,
          handoff: last.handoff,
          stage: to === undefined ? last.to : name(to.name),
          actor: (chunks: ReactNode) => (
            <span className={last.actor.kind === 'person' ? 'text-ink-2' : 'mono text-ink-2'}>{chunks}</span>
          ),
          id,
        })}
        {' · '}
        <RelativeTime iso={last.at} offset={serverOffset()} format="ago" />
      </span>
    </span>
  );
}

function id(chunks: ReactNode): ReactNode {
  return <span className="short-id">{chunks}</span>;
}
