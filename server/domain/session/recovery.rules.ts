import type { Facts } from '../../actions/action';
import { type Insert, now, nowPlus, plus, type Update } from '../../actions/change';
import type { ActorFacts } from '../../actions/facts';
import {
  type Handoff,
  handoffUpdate,
  isOpen,
  isStale,
  LEASE_SECONDS,
  lacksEvidence,
  leaseTimer,
  stageOf,
} from '../handoff/handoff.rules';
import { labelOf } from '../handoff/handoff-derive.rules';
import type { BriefFacts } from './brief.rules';
import type { Attention, ClaimState, RecoveryBrief } from './brief.schema';
import type { Deed, RecoveryFacts } from './recovery-facts';
import { activated } from './session.rules';

type Own = Facts<RecoveryFacts>;
export type Recovery = NonNullable<RecoveryFacts['recovery']>;

/** What becomes of the claim when somebody goes on with a session. */
export interface ClaimPlan {
  readonly state: ClaimState;
  /** Keeps or retakes: the fence rises either way. */
  readonly takes: boolean;
  readonly attention: readonly Attention[];
}

const note = (kind: Attention['kind'], fact: string | number, text: string): Attention => ({
  kind,
  fact,
  text,
});

/** Whether the claim can be kept or taken again; never from somebody else. */
export function planClaim(own: RecoveryFacts, recovery: Recovery, target: ActorFacts): ClaimPlan {
  const { handoff } = own;
  const left = (state: ClaimState, ...attention: Attention[]): ClaimPlan => ({
    state,
    takes: false,
    attention,
  });
  if (handoff === null) return left('none');
  if (handoff.state === 'done' || handoff.state === 'cancelled') {
    return left(
      'closed',
      note('closed', handoff.state, 'The handoff is closed; there is nothing left to do on it.'),
    );
  }
  const { holder } = handoff;
  if (holder !== null && (holder.id === recovery.actor.id || holder.id === target.id)) {
    return { state: 'held', takes: true, attention: [] };
  }
  if (holder !== null) {
    return left(
      'other',
      note('heldBy', holder.name, 'Somebody else holds the handoff now. Do not work on it.'),
    );
  }
  const stage = stageOf(own, handoff.stageKey);
  const lapsed = recovery.work?.staleAt !== null && recovery.work?.lastHolderId === recovery.actor.id;
  if (!lapsed) {
    return left(
      'offered',
      note('moved', handoff.stageKey, 'The claim was given up; the handoff waits at its stage.'),
    );
  }
  if (handoff.assignee !== null && handoff.assignee.id !== target.id) {
    return left(
      'offered',
      note('assigned', handoff.assignee.name, 'The handoff is assigned to somebody else.'),
    );
  }
  if (stage !== undefined && stage.wipLimit !== null && stage.inHand >= stage.wipLimit) {
    return left(
      'offered',
      note('stageFull', stage.wipLimit, 'The stage is full; claim again when there is room.'),
    );
  }
  return { state: 'retaken', takes: true, attention: [] };
}

/** Role that a stage wants and the next holder lacks; null where nothing is in the way. */
export function missingRole(own: RecoveryFacts, plan: ClaimPlan, target: ActorFacts): string | null {
  if (!plan.takes || own.handoff === null) return null;
  const role = stageOf(own, own.handoff.stageKey)?.roleKey ?? '';
  return role === '' || target.roles.includes(role) ? null : role;
}

/** The handoff as it stands once the plan is carried out. */
export function afterPlan(handoff: Handoff, plan: ClaimPlan, target: ActorFacts): Handoff {
  if (!plan.takes) return handoff;
  return {
    ...handoff,
    version: handoff.version + 1,
    fence: handoff.fence + 1,
    state: handoff.state === 'offered' ? 'active' : handoff.state,
    holder: {
      id: target.id,
      kind: target.kind,
      name: target.name,
      owner: target.owner === null ? null : { id: target.owner.id, name: target.owner.name },
    },
    leaseOver: false,
  };
}

/** Rows of the claim: a higher fence, a fresh lease, and its deadline. */
export function claimParts(
  handoff: Handoff,
  plan: ClaimPlan,
  target: ActorFacts,
): { updates: Update[]; inserts: Insert[] } {
  if (!plan.takes) return { updates: [], inserts: [] };
  const seconds = LEASE_SECONDS[target.kind];
  const retaken = plan.state === 'retaken';
  // The lease rests while a question is open; the answer starts it anew.
  const rests = handoff.state === 'input_required';
  return {
    updates: [
      handoffUpdate(handoff, {
        ...(retaken ? { state: 'active', stale_at: null } : {}),
        ...(handoff.holder?.id === target.id ? {} : { holder_id: target.id, claimed_at: now }),
        ...(rests ? {} : { lease_until: nowPlus(seconds) }),
        fence: plus(1),
      }),
      ...(retaken
        ? [
            {
              table: 'stage' as const,
              key: { version_id: handoff.versionId, key: handoff.stageKey },
              expect: { in_hand: { check: 'belowLimit' as const, limit: 'wip_limit' } },
              set: { in_hand: plus(1) },
            },
          ]
        : []),
    ],
    inserts: rests ? [] : [leaseTimer(handoff.id, handoff.fence + 1, seconds)],
  };
}

/** What others decided, told before what they merely did. */
const DECISIONS: ReadonlySet<string> = new Set([
  'override.granted',
  'handoff.returned',
  'handoff.routed',
  'handoff.assigned',
  'handoff.answered',
  'handoff.cancelled',
]);
const TOLD = [
  'reason',
  'excerpt',
  'question',
  'answer',
  'note',
  'item',
  'text',
  'policyId',
  'to',
  'holder',
  'title',
];

function tell({ payload }: Deed): string {
  const name = TOLD.find((one) => typeof payload[one] === 'string' && payload[one] !== '');
  return name === undefined ? '' : String(payload[name]);
}

const minutes = (from: string, to: string): number =>
  Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / 60_000));

function openItems(own: RecoveryFacts): RecoveryBrief['openItems'] {
  const { handoff } = own;
  if (handoff === null) return [];
  return own.items
    .filter((item) => isOpen(item, handoff))
    .map((item) => ({
      item: item.key,
      label: item.template.label.en,
      required: item.template.required,
      need:
        item.template.kind === 'auto'
          ? 'package'
          : lacksEvidence(item)
            ? 'evidence'
            : isStale(item, handoff.contentHash)
              ? 'tick again'
              : 'tick',
    }))
    .toSorted((one, other) => Number(other.required) - Number(one.required));
}

/** Of no use to name: work unlocks none of these. */
const NO_USE: ReadonlySet<string> = new Set([
  'permission.required',
  'role.required',
  'security.agent-no-admin',
  'security.agent-ceiling',
  'flow.route',
  'handoff.held',
]);
const RANK: Readonly<Record<string, number>> = { yes: 0, needs_input: 1, blocked: 2 };

interface Move {
  readonly name: string;
  readonly allowed: string;
  readonly arguments?: Readonly<Record<string, unknown>> | undefined;
  readonly blockedBy?: { readonly policyId: string } | undefined;
}

function movesOf(moves: readonly Move[]): RecoveryBrief['moves'] {
  return moves
    .filter(({ blockedBy }) => blockedBy === undefined || !NO_USE.has(blockedBy.policyId))
    .map((move) => ({
      action: move.name,
      to: String(move.arguments?.to ?? move.arguments?.item ?? ''),
      allowed: move.allowed,
      blockedBy: move.blockedBy?.policyId ?? '',
    }))
    .toSorted((one, other) => (RANK[one.allowed] ?? 3) - (RANK[other.allowed] ?? 3));
}

/** The facts of a brief: `own` as it is (or will be), and what the claim came to. */
export function briefFacts(
  facts: Own,
  recovery: Recovery,
  plan: ClaimPlan,
  target: ActorFacts,
  moves: readonly Move[],
): BriefFacts {
  const { own } = facts;
  const { handoff } = own;
  const { session, lastDeed } = recovery;
  const [entry] = recovery.entries;
  const stale = handoff === null ? 0 : own.items.filter((item) => isStale(item, handoff.contentHash)).length;
  const returned = own.lastTransfer?.kind === 'return' && own.lastTransfer.to === handoff?.stageKey;
  const attention: Attention[] = [
    ...(plan.takes && handoff !== null
      ? [note('fence', handoff.fence, `The old process may still write. Your fence is ${handoff.fence}.`)]
      : []),
    ...plan.attention,
    ...(returned
      ? [note('returned', handoff?.returns ?? 0, 'The handoff was returned; see what failed.')]
      : []),
    ...(stale > 0
      ? [note('staleTicks', stale, 'Ticks no longer fit the content; check those items again.')]
      : []),
  ];
  const deed = lastDeed === null ? null : { at: lastDeed.at, what: lastDeed.type, text: tell(lastDeed) };
  const line = entry === undefined ? null : { at: entry.at, what: entry.stream, text: entry.text };
  return {
    session: { ...session, actor: target.name },
    handoff:
      handoff === null
        ? null
        : { label: labelOf(facts, handoff), title: recovery.work?.title ?? '', stage: handoff.stageKey },
    roles: activated(session.mode, recovery.roles, target),
    claim: {
      state: plan.state,
      fence: handoff?.fence ?? 0,
      holder: handoff?.holder?.name ?? null,
      leaseUntil: plan.takes ? null : (handoff?.leaseUntil ?? null),
      leaseSeconds: plan.takes && handoff?.state !== 'input_required' ? LEASE_SECONDS[target.kind] : null,
      version: handoff?.version ?? 0,
    },
    attention,
    lastAction: deed === null || (line !== null && line.at > deed.at) ? line : deed,
    openItems: openItems(own),
    questions: recovery.questions,
    moves: movesOf(moves),
    since: recovery.since
      .map((one) => ({
        at: one.at,
        by: one.by,
        what: one.type,
        text: tell(one),
        decision: DECISIONS.has(one.type),
      }))
      .toSorted((one, other) => Number(other.decision) - Number(one.decision)),
    gaps: recovery.gaps.map(({ from, to }) => ({ from, to, minutes: minutes(from, to ?? facts.now) })),
    entries: recovery.entries,
    context: recovery.context,
    totals: { ...recovery.counts, since: recovery.sinceCount, gaps: recovery.gapCount },
  };
}
