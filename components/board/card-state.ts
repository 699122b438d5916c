import type { BoardStage } from '@/server/domain/board/board.schema';
import { RETURN_BUDGET } from '@/server/domain/handoff/handoff.rules';
import type { ActorView, HandoffCard } from '@/server/domain/handoff/handoff.schema';
import { type AgeTone, ageTone } from './age';

/*
 * One card, read once: who gives, what is carried, who takes, and the sentence below it. Everything the card, the
 * list row and the far list show is decided here, so that they can never tell different stories.
 */

export type StageRole = BoardStage['role'];

/** What the reader and the place add to a card. */
export interface CardView {
  readonly me: { readonly id: string; readonly roles: readonly string[] };
  /** Role of the stage the card stands in. */
  readonly role: StageRole;
  /** Role of the stage a send would reach; null at a final stage. */
  readonly nextRole: StageRole | null;
}

export type CardKind =
  | 'offered'
  | 'active'
  | 'input'
  | 'stale'
  | 'blocked'
  | 'returned'
  | 'overridden'
  | 'done'
  | 'cancelled';

/** An end of the lane. `slot` is an open place for a role; calm where nobody waits for it yet. */
export type Place =
  | {
      readonly kind: 'actor';
      readonly actor: ActorView;
      readonly lease: string | null;
      readonly lost: boolean;
    }
  | { readonly kind: 'slot'; readonly role: StageRole; readonly calm: boolean };

export type BatonIcon = 'ask' | 'return' | 'override' | 'done';

export interface Caption {
  /** Key under `caption` of the board's messages. */
  readonly key: string;
  readonly values: Readonly<Record<string, string | number | Date>>;
  /** The leading words are set in this tone and weight; the message marks them with <b>. */
  readonly tone: 'plain' | 'wait' | 'stop' | 'ink';
  /** Counts down beside the caption. */
  readonly lease: string | null;
}

export interface CardState {
  readonly kind: CardKind;
  readonly left: Place;
  /** Who asks, on a lane that waits for an answer. */
  readonly middle: Place | null;
  readonly right: Place;
  /** What is carried: required items passed of all, or the word of the state. */
  readonly baton: { readonly text: string; readonly icon: BatonIcon | null };
  readonly caption: Caption;
  readonly needsMe: boolean;
  readonly ageTone: AgeTone;
}

/** @param now milliseconds since the epoch, by the server's clock */
export function cardState(card: HandoffCard, view: CardView, now: number): CardState {
  const kind = cardKind(card, now);
  const carried = `${card.requiredPassed}/${card.requiredTotal}`;
  const giver = actor(card.giver);
  const holder = card.holder ? actor(card.holder, card.leaseUntil) : null;
  const last = card.holder ?? card.lastHolder ?? card.giver;
  const base = {
    kind,
    left: giver,
    middle: null,
    baton: { text: carried, icon: null },
    needsMe: needsMe(card, view),
    ageTone: card.closedAt === null ? ageTone(now - Date.parse(card.movedAt)) : ('calm' as const),
  };
  switch (kind) {
    case 'done':
    case 'cancelled':
      return {
        ...base,
        right: actor(last),
        baton: { text: carried, icon: 'done' },
        caption: caption(kind, {
          at: new Date(card.closedAt ?? card.movedAt),
          hops: card.hops,
          returns: card.returns,
        }),
      };
    case 'input':
      return {
        ...base,
        middle: holder && card.holder?.id !== card.giver.id ? actor(last) : null,
        right: card.question?.actor ? actor(card.question.actor) : slot(askedRole(card, view), false),
        baton: { text: '', icon: 'ask' },
        caption: needsMe(card, view)
          ? caption('asksYou', {}, 'wait')
          : caption('asks', { name: card.question?.actor?.name ?? askedRole(card, view).key }, 'wait'),
      };
    case 'overridden':
      return {
        ...base,
        right: holder ?? slot(view.role, false),
        baton: { text: '', icon: 'override' },
        caption: caption(
          'overridden',
          { policy: card.override?.policyId ?? '', at: new Date(card.override?.expiresAt ?? now) },
          'stop',
        ),
      };
    case 'blocked': {
      const open = card.requiredTotal - card.requiredPassed;
      return {
        ...base,
        left: holder ?? giver,
        right: slot(view.nextRole ?? view.role, true),
        caption:
          open > 0
            ? caption('blockedItems', { open }, 'stop')
            : caption('blockedPolicy', { policy: card.blocked?.policyId ?? '' }, 'stop'),
      };
    }
    case 'stale':
      return {
        ...base,
        right: card.lastHolder ? { ...actor(card.lastHolder), lost: true } : slot(view.role, false),
        caption: caption(
          'stale',
          { since: new Date(card.staleAt ?? now), owner: card.lastHolder?.owner ? 'yes' : 'no' },
          'ink',
        ),
      };
    case 'returned':
      return {
        ...base,
        left: slot(view.role, false),
        right: actor(card.returnedBy ?? card.giver),
        baton: { text: `×${card.returns}`, icon: 'return' },
        caption: caption(
          'returned',
          {
            returns: card.returns,
            left: Math.max(0, RETURN_BUDGET - card.returns),
          },
          'wait',
        ),
      };
    case 'active':
      return {
        ...base,
        right: holder ?? slot(view.role, false),
        caption: activeCaption(card),
      };
    case 'offered':
      return {
        ...base,
        right: card.assignee ? actor(card.assignee) : slot(view.role, false),
        caption: card.assignee
          ? card.assignee.id === view.me.id
            ? caption('offeredYou', { from: shortName(card.giver) })
            : caption('offeredTo', { name: card.assignee.name, from: shortName(card.giver) })
          : caption('offered', {
              role: view.role.name.en,
              roleRu: view.role.name.ru,
              from: shortName(card.giver),
            }),
      };
  }
}

/** The strongest thing to say about a card comes first: it is closed, it asks, a rule was set aside, it cannot go on. */
export function cardKind(card: HandoffCard, now: number): CardKind {
  if (card.state === 'done') return 'done';
  if (card.state === 'cancelled') return 'cancelled';
  if (card.state === 'input_required') return 'input';
  if (card.override !== null && !card.override.used && Date.parse(card.override.expiresAt) > now)
    return 'overridden';
  if (card.blocked !== null) return 'blocked';
  if (card.state === 'offered' && card.staleAt !== null) return 'stale';
  if (card.state === 'offered' && card.returnedBy !== null) return 'returned';
  return card.state;
}

/** Mine to take or to answer; the same rule by which the server counts what needs somebody. */
export function needsMe(card: HandoffCard, { me, role }: Pick<CardView, 'me' | 'role'>): boolean {
  const asked = card.question;
  if (asked !== null)
    return asked.actor === null ? me.roles.includes(asked.role ?? '') : asked.actor.id === me.id;
  if (card.state !== 'offered') return false;
  return card.assignee === null ? me.roles.includes(role.key) : card.assignee.id === me.id;
}

/** The role that was asked, which need not be the stage's own. */
function askedRole({ question }: HandoffCard, { role }: CardView): StageRole {
  const key = question?.role ?? role.key;
  return key === role.key ? role : { key, name: { en: key, ru: key }, icon: key };
}

function activeCaption(card: HandoffCard): Caption {
  const holder = card.holder;
  if (holder === null) return caption('active', { name: '' });
  if (holder.kind === 'person')
    return card.returns > 0
      ? caption('activeRound', { name: holder.name, round: card.returns + 1 })
      : caption('active', { name: holder.name });
  return {
    ...caption(card.leaseUntil === null ? 'activeAgent' : 'activeLease', { name: holder.name }),
    lease: card.leaseUntil,
  };
}

/** People by their first name, agents by the whole of it. */
export function shortName(who: ActorView): string {
  return who.kind === 'person' ? (who.name.split(' ')[0] ?? who.name) : who.name;
}

function actor(who: ActorView, lease: string | null = null): Extract<Place, { kind: 'actor' }> {
  return { kind: 'actor', actor: who, lease, lost: false };
}

function slot(role: StageRole, calm: boolean): Place {
  return { kind: 'slot', role, calm };
}

function caption(key: string, values: Caption['values'], tone: Caption['tone'] = 'plain'): Caption {
  return { key, values, tone, lease: null };
}
