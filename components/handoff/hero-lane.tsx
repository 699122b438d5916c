'use client';

import { Check, MessageCircleQuestionMark, ShieldOff, Undo2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { cardKind } from '@/components/board/card-state';
import { serverNow } from '@/components/board/server-clock';
import { ActorMark } from '@/components/ui/actor-mark';
import { Baton, BatonBars, type BatonState } from '@/components/ui/baton';
import { Lane } from '@/components/ui/lane';
import { RelativeTime } from '@/components/ui/relative-time';
import { roleIcon } from '@/components/ui/role-icon';
import type { ActorView } from '@/server/domain/handoff/handoff.schema';
import { artifactCount } from '@/server/domain/handoff/package.rules';
import { type HeroSide, heroSides } from './hero-sides.rules';
import { heldSince } from './life.rules';
import { useStageNames } from './names';
import { usePanel } from './panel-context';
import { useLease } from './use-lease';

/** Who gives, what is carried, who has it: the panel's largest picture. */
export function HeroLane() {
  const t = useTranslations('handoff.hero');
  const { detail } = usePanel();
  const { card } = detail;
  const kind = cardKind(card, serverNow());
  const state: BatonState = kind === 'cancelled' ? 'done' : kind;
  const { left, right } = heroSides(card, kind, heldSince(card, detail.history));
  const filled = artifactCount(detail.package);
  const name = useSideName();

  return (
    <div className="grid grid-cols-[auto_minmax(96px,1fr)_auto] items-center px-5 pb-3.5 max-sm:gap-y-1.5 max-sm:px-4">
      <div className="flex min-w-0 items-center gap-3">
        <SideMark side={left} />
        <SideWords side={left} />
      </div>
      <Lane
        state={state}
        size="header"
        left={null}
        right={null}
        baton={
          <Baton state={state} size="header">
            <BatonSign state={state} returns={card.returns} />
            <BatonBars filled={filled} total={5} />
            {t('package', { filled })}
          </Baton>
        }
      />
      <div className="flex min-w-0 items-center gap-3">
        <SideWords side={right} end />
        <SideMark side={right} />
      </div>
      <p className="col-span-3 truncate text-ink-2 text-meta sm:hidden">
        {t(left.words)} {name(left)} · {t(right.words)} {name(right)} · <RelativeTime iso={card.movedAt} />
      </p>
    </div>
  );
}

/** The stage whose role an open place is for: the present one, or the one behind the gate. */
function useSlotStage() {
  const { detail, stages } = usePanel();
  const present = stages.find(({ key }) => key === detail.card.stage);
  return (words: 'waitsFor' | 'next') =>
    words === 'waitsFor' || present === undefined
      ? present
      : (stages.find(({ position }) => position === present.position + 1) ?? present);
}

function useSideName(): (side: HeroSide) => string {
  const { detail } = usePanel();
  const { role } = useStageNames();
  const slotStage = useSlotStage();
  return (side) => {
    if (side.kind === 'actor') return side.actor.name;
    const { assignee } = detail.card;
    if (side.words === 'waitsFor' && assignee !== null) return assignee.name;
    const key = slotStage(side.words)?.role.key;
    return key === undefined ? '…' : role(key);
  };
}

function SideMark({ side }: { side: HeroSide }) {
  const t = useTranslations('handoff.hero');
  const lease = useLease();
  const slotStage = useSlotStage();
  if (side.kind === 'slot') {
    const stage = slotStage(side.words);
    return (
      <ActorMark
        kind="person"
        variant="slot"
        calm={side.calm}
        name={stage?.role.key ?? ''}
        icon={roleIcon(stage?.role.icon ?? '')}
        size={40}
        label=""
      />
    );
  }
  const { actor } = side;
  return (
    <ActorMark
      id={actor.id}
      kind={actor.kind}
      name={actor.name}
      owner={actor.owner}
      size={40}
      variant={side.lost ? 'gone' : 'normal'}
      lease={side.leased ? lease : null}
      label={t('markLabel', { words: t(side.words), name: actor.name })}
    />
  );
}

function SideWords({ side, end = false }: { side: HeroSide; end?: boolean }) {
  const t = useTranslations('handoff.hero');
  const { detail } = usePanel();
  const name = useSideName()(side);
  const agent = side.kind === 'actor' && side.actor.kind === 'agent';
  return (
    <div className={`flex min-w-0 flex-col gap-px max-sm:hidden ${end ? 'items-end text-right' : ''}`}>
      <span className="text-ink-3 text-micro">{t(side.words)}</span>
      <span
        className={`max-w-36 truncate text-read/[18px] font-semibold ${agent ? 'mono' : ''}`}
        title={name}
      >
        {name}
      </span>
      <span className="max-w-40 truncate text-ink-3 text-micro">
        {side.kind === 'slot' ? (
          side.words === 'waitsFor' ? (
            <RelativeTime iso={detail.card.movedAt} />
          ) : null
        ) : side.since === null ? (
          originOf(side.actor, t)
        ) : (
          <>
            {t.rich(side.running ? 'since' : 'on', {
              clock: () => <RelativeTime iso={side.since ?? ''} format="clock" />,
            })}
            {side.running ? (
              <>
                , <RelativeTime iso={side.since} />
              </>
            ) : null}
          </>
        )}
      </span>
    </div>
  );
}

function BatonSign({ state, returns }: { state: BatonState; returns: number }) {
  if (state === 'returned') {
    return (
      <>
        <Undo2 size={14} aria-hidden />
        {returns > 1 ? <span>×{returns}</span> : null}
      </>
    );
  }
  if (state === 'input') return <MessageCircleQuestionMark size={14} aria-hidden />;
  if (state === 'overridden') return <ShieldOff size={14} aria-hidden />;
  return state === 'done' ? <Check size={14} aria-hidden /> : null;
}

function originOf(actor: ActorView, t: (key: string, values?: Record<string, string>) => string): string {
  return actor.owner === null ? t(`kind.${actor.kind}`) : t('forOwner', { name: actor.owner.name });
}
