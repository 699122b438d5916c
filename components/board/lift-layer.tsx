'use client';

import { HandGrab } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type CSSProperties, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useBoard, useBoardHome, useBoardView } from './board-context';
import type { Lift, Refusal } from './board-store';
import { type CardState, cardState } from './card-state';
import { CardBody } from './handoff-card';
import { RefusalCard } from './refusal-card';
import { serverNow } from './server-clock';
import { roleAfter } from './use-stage';

const REFUSAL_WIDTH = 354;

interface Told {
  readonly stage: string;
  readonly style: CSSProperties;
}

/** Above the stages: the lifted card at the pointer, and what refuses it. */
export function LiftLayer({ preview }: { preview: RefObject<HTMLDivElement | null> }) {
  const lift = useBoard((state) => state.lift);
  const refusal = useBoard((state) => state.refusal);
  // What was told while the card hung over a stage stays where it was told after the drop.
  const told = useRef<Told | null>(null);
  return (
    <>
      {lift === null ? null : <LiftedCard lift={lift} preview={preview} />}
      {lift !== null ? <HangingRefusal lift={lift} preview={preview} told={told} /> : null}
      {lift === null && refusal !== null ? (
        <StandingRefusal key={`${refusal.card.handoff} ${refusal.to}`} refusal={refusal} told={told} />
      ) : null}
    </>
  );
}

function LiftedCard({ lift, preview }: { lift: Lift; preview: RefObject<HTMLDivElement | null> }) {
  const t = useTranslations('board.lifted');
  const { root } = useBoardHome();
  const me = useBoardView((view) => view.me);
  const stages = useBoardView((view) => view.stages);
  const nextRole = useBoardView((view) => roleAfter(view, lift.card.stage));
  const target = lift.over === null ? undefined : lift.targets.get(lift.over);
  const refused = target !== undefined && target.kind !== 'legal' && target.kind !== 'home';
  const home = stages.find(({ key }) => key === lift.card.stage);
  const over = stages.find(({ key }) => key === lift.over);

  // By keys the card hangs at the stage that is chosen; by pointer the pointer moves it.
  useLayoutEffect(() => {
    const board = root.current;
    const box = board?.querySelector(`[data-stage="${lift.over}"]`)?.getBoundingClientRect();
    if (lift.how !== 'keys' || !board || !box || !preview.current) return;
    const base = board.getBoundingClientRect();
    preview.current.style.transform = `translate(${box.x - base.x + 8}px, ${box.y - base.y + 84}px) rotate(-2.2deg)`;
  }, [lift, root, preview]);

  if (!home) return null;
  const own = cardState(
    lift.card,
    { me: { id: me.actor.id, roles: me.roles }, role: home.role, nextRole },
    serverNow(),
  );
  const state: CardState = refused
    ? {
        ...own,
        kind: 'blocked',
        left: { kind: 'actor', actor: me.actor, lease: null, lost: false },
        middle: null,
        right: { kind: 'slot', role: over?.role ?? home.role, calm: true },
        baton: {
          text: own.baton.text || `${lift.card.requiredPassed}/${lift.card.requiredTotal}`,
          icon: null,
        },
      }
    : own;
  return (
    <div
      ref={preview}
      className="board-preview"
      data-how={lift.how}
      data-refused={refused ? '' : undefined}
      aria-hidden
    >
      <div className="board-card">
        <CardBody
          card={lift.card}
          state={state}
          {...(refused
            ? {
                caption: (
                  <div className="card-caption">
                    <span className="card-caption-text">
                      <b data-tone="stop">{t('notThere')}</b>{' '}
                      {lift.how === 'pointer' ? t('slidesBack') : t('otherStage')}
                    </span>
                  </div>
                ),
              }
            : {})}
        />
      </div>
      {lift.how === 'pointer' ? <HandGrab size={26} className="board-preview-hand" aria-hidden /> : null}
    </div>
  );
}

/** While the card hangs over a stage that refuses it: only told, nothing to click yet. */
function HangingRefusal({
  lift,
  preview,
  told,
}: {
  lift: Lift;
  preview: RefObject<HTMLDivElement | null>;
  told: RefObject<Told | null>;
}) {
  const target = lift.over === null ? undefined : lift.targets.get(lift.over);
  const style = useAnchor(lift.over, preview, told);
  if (lift.over === null || !lift.sure || (target?.kind !== 'refused' && target?.kind !== 'no-route'))
    return null;
  const refusal: Refusal = {
    card: lift.card,
    to: lift.over,
    request: null,
    failure: target.kind === 'refused' ? { kind: 'denied', denial: target.blocker } : { kind: 'no-route' },
  };
  return (
    <div className="board-refusal" style={style} data-hanging="">
      <RefusalCard refusal={refusal} />
    </div>
  );
}

/** After the drop: stays until it is answered or closed. Enter takes the one way out. */
function StandingRefusal({ refusal, told }: { refusal: Refusal; told: RefObject<Told | null> }) {
  const style = useAnchor(refusal.to, null, told);
  const box = useRef<HTMLDivElement>(null);
  const placed = style !== HIDDEN;
  useEffect(() => {
    if (placed)
      box.current?.querySelector<HTMLElement>('[data-variant="primary"]')?.focus({ preventScroll: true });
  }, [placed]);
  return (
    <div ref={box} className="board-refusal" style={style} role="alert">
      <RefusalCard refusal={refusal} />
    </div>
  );
}

/** Beside the stage that refuses, inside the board; below the hanging card where there is one. */
function useAnchor(
  stage: string | null,
  preview: RefObject<HTMLDivElement | null> | null,
  told: RefObject<Told | null>,
): CSSProperties {
  const { root } = useBoardHome();
  const [style, setStyle] = useState<CSSProperties>(HIDDEN);
  useLayoutEffect(() => {
    const board = root.current;
    if (stage === null || board === null) return;
    if (preview === null && told.current?.stage === stage) {
      setStyle(told.current.style);
      told.current = null;
      return;
    }
    const next = anchor(board, stage, preview?.current ?? null);
    if (preview !== null) told.current = { stage, style: next };
    setStyle(next);
  }, [stage, root, preview, told]);
  return style;
}

const HIDDEN: CSSProperties = { visibility: 'hidden' };

function anchor(board: HTMLElement, stage: string, preview: HTMLElement | null): CSSProperties {
  const base = board.getBoundingClientRect();
  const box = board.querySelector(`[data-stage="${CSS.escape(stage)}"]`)?.getBoundingClientRect();
  if (base.width < 640) return { left: 8, right: 8, bottom: 8 };
  const right = box === undefined ? base.width / 2 + REFUSAL_WIDTH / 2 : box.right - base.x - 8;
  const left = Math.max(8, Math.min(right, base.width - 8) - REFUSAL_WIDTH);
  const card = preview?.getBoundingClientRect();
  const below = card === undefined ? (box?.y ?? base.y) - base.y + 206 : card.bottom - base.y + 8;
  return { left, top: Math.max(8, Math.min(below, base.height - 300)), width: REFUSAL_WIDTH };
}
