import {
  type Change,
  type Insert,
  type Json,
  now,
  nowPlus,
  plus,
  type Refusal,
  refuse,
  type Update,
} from '../../actions/change';
import type { BaseFacts } from '../../actions/facts';
import type { NextStep } from '../../policy/policy.types';
import type { HandoffFacts, ItemFacts, StageFacts } from './handoff-facts';

/** How long a claim lasts without a heartbeat, in seconds. People come back after lunch; agents beat. */
export const LEASE_SECONDS = { person: 8 * 3600, agent: 15 * 60, system: 15 * 60 } as const;
/** How long somebody waits before they remind of the same handoff again, in seconds. */
export const NUDGE_PAUSE_SECONDS = 3600;
/** Returns between the same two stages before a person has to decide. */
export const RETURN_BUDGET = 3;

export type Handoff = NonNullable<HandoffFacts['handoff']>;
export type Actor = NonNullable<BaseFacts['actor']>;

export type RouteKind = 'forward' | 'skip' | 'return';

/** forward: to the next stage; skip: over one or more; return: backwards. */
export function routeKind(from: { position: number }, to: { position: number }): RouteKind {
  if (to.position <= from.position) return 'return';
  return to.position === from.position + 1 ? 'forward' : 'skip';
}

export function stageOf(own: Pick<HandoffFacts, 'stages'>, key: string): StageFacts | undefined {
  return own.stages.find((stage) => stage.key === key);
}

export function routeOf(own: Pick<HandoffFacts, 'routes'>, from: string, to: string) {
  return own.routes.find((route) => route.from === from && route.to === to);
}

/** A tick made on other content than the present one no longer counts. */
export function isStale(item: Pick<ItemFacts, 'state' | 'tickedHash'>, contentHash: string): boolean {
  return (item.state === 'passed' || item.state === 'not_applicable') && item.tickedHash !== contentHash;
}

export function lacksEvidence(item: Pick<ItemFacts, 'evidence' | 'template'>): boolean {
  const { kinds, min } = item.template.evidence;
  if (min === 0) return false;
  const counted =
    kinds.length === 0 ? item.evidence : item.evidence.filter((kind) => kinds.some((k) => k === kind));
  return counted.length < min;
}

/** Open, failed, stale, without its evidence, or a package that is not complete. */
export function isOpen(item: ItemFacts, handoff: Pick<Handoff, 'contentHash' | 'packageScore'>): boolean {
  if (item.template.kind === 'auto') return handoff.packageScore < 8;
  if (item.state === 'open' || item.state === 'failed') return true;
  if (isStale(item, handoff.contentHash)) return true;
  return item.state === 'passed' && lacksEvidence(item);
}

/** Required items that keep the handoff where it is. */
export function openRequired(own: Pick<HandoffFacts, 'items'>, handoff: Handoff): ItemFacts[] {
  return own.items.filter((item) => item.template.required && isOpen(item, handoff));
}

/** The author, an agent of the author, or the author's owner: it is their own work. */
export function isOwnWork(
  actor: { id: string; owner: { id: string } | null },
  maker: Handoff['author'],
): boolean {
  return actor.id === maker.id || actor.owner?.id === maker.id || maker.owner?.id === actor.id;
}

/** Refuses what the caller did not see; `null` when it saw the present version. */
export function staleVersion(own: HandoffFacts, expected: number | undefined): Refusal | null {
  if (expected === undefined || own.handoff === null || own.handoff.version === expected) return null;
  return refuse('handoff.version', 'The handoff changed since you looked.', {
    code: 'CONFLICT',
    details: {
      expectedVersion: expected,
      current: (own.conflict?.current ?? null) as Json,
      changed: (own.conflict?.changed ?? []) as Json,
    },
  });
}

/** A late write of a holder whose claim ended; null when the fence is the present one or was not given. */
export function staleFence(handoff: Handoff, fence: number | undefined): Refusal | null {
  if (fence === undefined || fence === handoff.fence) return null;
  return refuse(
    'handoff.fence',
    'Your claim ended: somebody else may hold it now. The late write is refused.',
    {
      details: { fence: handoff.fence },
      next: [{ action: 'handoff.claim', arguments: {}, by: 'you' }],
    },
  );
}

export function closed(handoff: Handoff): Refusal | null {
  if (handoff.state !== 'done' && handoff.state !== 'cancelled') return null;
  return refuse('handoff.closed', `The handoff is ${handoff.state}; nothing moves it any more.`, {
    details: { state: handoff.state },
  });
}

/**
 * Whoever moves a handoff holds it. People who find it offered take it in the same commit; agents claim first, so that
 * a lease and a fence stand behind every write of theirs.
 */
export function mustHold(own: HandoffFacts, handoff: Handoff, actor: Actor, label: string): Refusal | null {
  const taken = mayTake(own, handoff, actor, label);
  if (taken || handoff.holder || actor.kind !== 'agent') return taken;
  return refuse('handoff.unclaimed', 'Claim the handoff first.', {
    next: [{ action: 'handoff.claim', arguments: { handoff: label }, by: 'you' }],
  });
}

/** Refuses whom another's claim or assignment, or an own lease that ran out, keeps from moving it. */
export function mayTake(own: HandoffFacts, handoff: Handoff, actor: Actor, label: string): Refusal | null {
  const gone = closed(handoff);
  if (gone) return gone;
  const held = handoff.holder;
  if (held?.id === actor.id) {
    if (handoff.state === 'input_required') {
      return refuse(
        'handoff.asked',
        'It waits for an answer. Whoever was asked or a lead can give it; release the handoff to withdraw the question.',
        {
          next: [
            { action: 'handoff.release', arguments: { handoff: label }, by: 'you' },
            ...answerStep(own.question, label),
          ],
        },
      );
    }
    if (!handoff.leaseOver) return null;
    return refuse(
      'handoff.lease',
      'Your lease ran out. Claim it again; if somebody took it, you will learn who.',
      {
        next: [{ action: 'handoff.claim', arguments: { handoff: label }, by: 'you' }],
      },
    );
  }
  if (held) {
    return refuse('handoff.held', 'Somebody else holds this handoff.', {
      details: { holder: { kind: held.kind, name: held.name }, leaseUntil: handoff.leaseUntil },
    });
  }
  if (handoff.assignee && handoff.assignee.id !== actor.id) return assignedElsewhere(handoff.assignee);
  return null;
}

/** The other way on from an open question; who asked it is the holder, and never the one to answer. */
function answerStep(question: HandoffFacts['question'], label: string): NextStep[] {
  if (question === null) return [];
  const by = question.roleKey === null ? 'lead' : `role:${question.roleKey}`;
  return [{ action: 'handoff.answer', arguments: { handoff: label, question: question.id }, by }];
}

export function assignedElsewhere(assignee: { kind: string; name: string }): Refusal {
  return refuse('handoff.assigned', 'This handoff is assigned to somebody else.', {
    details: { assignee: { kind: assignee.kind, name: assignee.name } },
    next: [{ action: 'handoff.assign', arguments: { assignee: null }, by: 'lead' }],
  });
}

const isHeld = (handoff: Handoff) => handoff.holder !== null;

/** The counter of handoffs in hand goes down where a claim ends. */
export function freeSlot(handoff: Handoff): Update[] {
  if (!isHeld(handoff)) return [];
  return [
    {
      table: 'stage',
      key: { version_id: handoff.versionId, key: handoff.stageKey },
      set: { in_hand: plus(-1) },
    },
  ];
}

/** The checklist of a stage is made once; coming back finds the ticks of the last visit. */
export function enterStage(
  own: HandoffFacts,
  handoff: Handoff,
  stage: StageFacts,
  newId: () => string,
): Insert[] {
  if (stage.template === null || own.checklistStages.includes(stage.key)) return [];
  return newChecklist(handoff.id, stage.key, stage.template, newId);
}

export function newChecklist(
  handoffId: string,
  stageKey: string,
  template: NonNullable<StageFacts['template']>,
  newId: () => string,
): Insert[] {
  const id = newId();
  const rows = template.items.map((item, position) => ({
    id: newId(),
    checklist_id: id,
    key: item.key,
    position,
    required: item.required,
  }));
  return [
    {
      table: 'checklist',
      rows: [{ id, handoff_id: handoffId, stage_key: stageKey, template_id: template.id }],
    },
    ...(rows.length > 0 ? [{ table: 'checklist_item' as const, rows }] : []),
  ];
}

/** Columns that end a claim, whatever comes next. */
export const endedClaim = { holder_id: null, lease_until: null, claimed_at: null } as const;

/** The handoff row of a move: expected as it was read, so that a lost race writes nothing. */
export function handoffUpdate(handoff: Handoff, set: Update['set']): Update {
  return {
    table: 'handoff',
    key: { id: handoff.id },
    expect: { version: handoff.version, fence: handoff.fence },
    set: { version: plus(1), ...set },
  };
}

/** With more that has to be as it was read. */
export const expecting = (update: Update, more: Readonly<Record<string, Json>>): Update => ({
  ...update,
  expect: { ...update.expect, ...more },
});

export interface Move {
  readonly kind: 'send' | 'return' | 'route';
  readonly to: StageFacts;
  readonly reason: string | null;
}

/** Everything that every hop changes: row, counter, transfer, checklist of the next stage, timers. */
export function moveParts(
  own: HandoffFacts,
  handoff: Handoff,
  actor: Actor,
  move: Move,
  newId: () => string,
): Required<Pick<Change, 'updates' | 'inserts' | 'deletes'>> {
  const backwards = move.kind === 'return';
  return {
    updates: [
      handoffUpdate(handoff, {
        state: 'offered',
        stage_key: move.to.key,
        ...endedClaim,
        fence: plus(1),
        giver_id: actor.id,
        assignee_id: null,
        last_holder_id: handoff.holder?.id ?? actor.id,
        stale_at: null,
        refused_at: null,
        refused_policy: null,
        moved_at: now,
        ...(backwards ? { returns: plus(1) } : { hops: plus(1) }),
      }),
      ...freeSlot(handoff),
    ],
    inserts: [
      {
        table: 'transfer',
        rows: [
          {
            id: newId(),
            handoff_id: handoff.id,
            kind: move.kind,
            from_key: handoff.stageKey,
            to_key: move.to.key,
            actor_id: actor.id,
            reason: move.reason,
          },
        ],
        computed: { at: now },
      },
      ...enterStage(own, handoff, move.to, newId),
    ],
    deletes: [{ table: 'timer', key: { kind: 'lease', subject_id: handoff.id } }],
  };
}

/** The deadline of a lease; a later claim replaces it. */
export function leaseTimer(handoffId: string, fence: number, seconds: number): Insert {
  return {
    table: 'timer',
    rows: [{ kind: 'lease', subject_id: handoffId, subject_version: fence, attempts: 0 }],
    computed: { due_at: nowPlus(seconds) },
    replace: {
      conflict: ['project_id', 'kind', 'subject_id'],
      set: ['subject_version', 'due_at', 'attempts'],
    },
  };
}
