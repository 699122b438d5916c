'use client';

import { Check, MessageCircleQuestionMark, ShieldOff, Undo2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { cardKind } from '@/components/board/card-state';
import { serverNow } from '@/components/board/server-clock';
import { ActorMark } from '@/components/ui/actor-mark';
import { Baton, BatonBars, type BatonState } from '@/components/ui/baton';
import { Lane } from '@/components/ui/lane';
import { RelativeTime } from '@/components/ui/relative-time';
import { roleIcon } from '@/components/ui/role-icon';
import type { ActorView } from '@/server/domain/handoff/handoff.schema';
import { artifactCount } from '@/server/domain/handoff/package.rules';
import { useStageNames } from './names';
import { usePanel } from './panel-context';
import { useLease } from './use-lease';

/** Who gives, what is carried, who has it: the panel's largest picture. */
export function HeroLane() {
  const t = useTranslations('handoff.hero');
  const { detail, stages } = usePanel();
  const { role } = useStageNames();
  const { card } = detail;
  const kind = cardKind(card, serverNow());
  const state = kind === 'cancelled' ? 'done' : kind;
  const lease = useLease();
  const filled = artifactCount(detail.package);
  const stage = stages.find(({ key }) => key === card.stage);
  const closed = card.state === 'done' || card.state === 'cancelled';
  const taker = card.holder ?? (closed || state === 'stale' ? card.lastHolder : null);

  return (
    <div className="grid grid-cols-[auto_minmax(96px,1fr)_auto] items-center px-5 pb-3.5 max-sm:gap-y-1.5 max-sm:px-4">
      <div className="flex min-w-0 items-center gap-3 max-sm:gap-2">
        <ActorMark {...markOf(card.giver)} size={40} label={t('givesLabel', { name: card.giver.name })} />
        <Side words={t('gives')} actor={card.giver} below={ownerLine(card.giver, t)} />
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
      <div className="flex min-w-0 items-center gap-3 max-sm:gap-2">
        {taker === null ? (
          <>
            <Waiting />
            <ActorMark
              kind="person"
              variant="slot"
              name={stage?.role.key ?? card.stage}
              icon={roleIcon(stage?.role.icon ?? '')}
              size={40}
              label=""
            />
          </>
        ) : (
          <>
            <Side
              right
              words={t(closed ? 'hadItLast' : state === 'stale' ? 'lostIt' : 'hasIt')}
              actor={taker}
              below={
                <>
                  {t.rich('since', {
                    clock: () => (
                      <RelativeTime
                        iso={state === 'stale' && card.staleAt !== null ? card.staleAt : card.movedAt}
                        format="clock"
                      />
                    ),
                  })}
                  {closed ? null : (
                    <>
                      , <RelativeTime iso={card.movedAt} />
                    </>
                  )}
                </>
              }
            />
            <ActorMark
              {...markOf(taker)}
              size={40}
              variant={state === 'stale' ? 'gone' : 'normal'}
              lease={card.holder === null ? null : lease}
              label={t('hasItLabel', { name: taker.name })}
            />
          </>
        )}
      </div>
      <p className="col-span-3 truncate text-ink-2 text-meta sm:hidden">
        {t('passed', {
          giver: card.giver.name,
          taker: taker?.name ?? (stage === undefined ? '…' : role(stage.role.key)),
        })}{' '}
        · <RelativeTime iso={card.movedAt} />
      </p>
    </div>
  );
}

function Waiting() {
  const t = useTranslations('handoff.hero');
  const { detail, stages } = usePanel();
  const { role } = useStageNames();
  const key = stages.find((one) => one.key === detail.card.stage)?.role.key ?? '';
  const { assignee } = detail.card;
  return (
    <div className="flex min-w-0 flex-col gap-px text-right max-sm:hidden">
      <span className="text-ink-3 text-micro">{t('waitsFor')}</span>
      <span className="truncate text-read/[18px] font-semibold">
        {assignee === null ? (key === '' ? '…' : role(key)) : assignee.name}
      </span>
      <span className="text-ink-3 text-micro">
        <RelativeTime iso={detail.card.movedAt} />
      </span>
    </div>
  );
}

function Side(props: { words: string; actor: ActorView; below: ReactNode; right?: boolean }) {
  const { actor } = props;
  return (
    <div
      className={`flex min-w-0 flex-col gap-px max-sm:hidden ${props.right ? 'items-end text-right' : ''}`}
    >
      <span className="text-ink-3 text-micro">{props.words}</span>
      <span
        className={`max-w-36 truncate text-read/[18px] font-semibold ${actor.kind === 'person' ? '' : 'mono'}`}
        title={actor.name}
      >
        {actor.name}
      </span>
      <span className="max-w-36 truncate text-ink-3 text-micro">{props.below}</span>
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

function markOf(actor: ActorView) {
  return { id: actor.id, kind: actor.kind, name: actor.name, owner: actor.owner };
}

function ownerLine(actor: ActorView, t: (key: string, values?: Record<string, string>) => string): string {
  return actor.owner === null ? t(`kind.${actor.kind}`) : t('forOwner', { name: actor.owner.name });
}
