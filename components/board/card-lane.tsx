'use client';

import { Check, type LucideIcon, MessageCircleQuestionMark, ShieldOff, Undo2, X } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { ActorMark, type ActorSize } from '@/components/ui/actor-mark';
import { Baton, type BatonState } from '@/components/ui/baton';
import { Lane } from '@/components/ui/lane';
import { roleIcon } from '@/components/ui/role-icon';
import { LEASE_SECONDS } from '@/server/domain/handoff/handoff.rules';
import type { BatonIcon, CardState, Place } from './card-state';
import { useNow } from './server-clock';

const ICONS: Record<BatonIcon, LucideIcon> = {
  ask: MessageCircleQuestionMark,
  return: Undo2,
  override: ShieldOff,
  done: Check,
};

/** Under this the ring turns orange. */
const WARN_MS = 120_000;

export function CardLane({ state, size }: { state: CardState; size?: ActorSize }) {
  const t = useTranslations('board');
  const label = usePlaceLabel();
  const words =
    state.baton.icon === 'ask' ? t('baton.asks') : state.baton.icon === 'override' ? t('baton.oneUse') : '';
  const Icon = state.kind === 'cancelled' ? X : state.baton.icon === null ? null : ICONS[state.baton.icon];
  const kind: BatonState = state.kind === 'cancelled' ? 'done' : state.kind;
  return (
    <Lane
      state={kind}
      label={t('laneLabel', {
        state: t(`state.${state.kind}`),
        left: label(state.left),
        right: label(state.right),
        baton: state.baton.text || words,
      })}
      left={<PlaceMark place={state.left} ring={state.kind === 'blocked'} size={size} />}
      middle={state.middle ? <PlaceMark place={state.middle} ring={false} size={size} /> : undefined}
      right={<PlaceMark place={state.right} ring={state.kind !== 'input'} size={size} />}
      baton={
        <Baton state={kind}>
          {Icon ? <Icon size={11} strokeWidth={2.4} aria-hidden /> : null}
          {state.baton.text || words}
        </Baton>
      }
    />
  );
}

function PlaceMark({
  place,
  ring,
  size = 22,
}: {
  place: Place;
  ring: boolean;
  size?: ActorSize | undefined;
}) {
  const label = usePlaceLabel()(place);
  if (place.kind === 'slot')
    return (
      <ActorMark
        kind="person"
        name={place.role.name.en}
        variant="slot"
        icon={roleIcon(place.role.icon)}
        calm={place.calm}
        size={size}
        label={label}
      />
    );
  const { actor, lost, lease } = place;
  if (ring && lease !== null && actor.kind !== 'system')
    return <LeasedMark actor={actor} lease={lease} size={size} label={label} />;
  return (
    <ActorMark
      id={actor.id}
      kind={actor.kind}
      name={actor.name}
      owner={actor.owner}
      variant={lost ? 'gone' : 'normal'}
      size={size}
      label={label}
    />
  );
}

/** Renders once a second by itself, so that the card around it does not. */
function LeasedMark(props: {
  actor: Extract<Place, { kind: 'actor' }>['actor'];
  lease: string;
  size: ActorSize;
  label: string;
}) {
  const { actor, lease, size, label } = props;
  const left = Date.parse(lease) - useNow(1000);
  const whole = LEASE_SECONDS[actor.kind] * 1000;
  return (
    <ActorMark
      id={actor.id}
      kind={actor.kind}
      name={actor.name}
      owner={actor.owner}
      size={size}
      lease={{ fraction: Math.min(1, Math.max(0, left / whole)), warn: left < WARN_MS }}
      label={label}
    />
  );
}

function usePlaceLabel(): (place: Place) => string {
  const t = useTranslations('board');
  const locale = useLocale();
  return (place) => {
    if (place.kind === 'slot')
      return t('openPlace', { role: locale === 'ru' ? place.role.name.ru : place.role.name.en });
    return place.lost ? t('lostActor', { name: place.actor.name }) : place.actor.name;
  };
}
