import type { Derived, Facts } from '../../actions/action';
import type { BaseFacts } from '../../actions/facts';
import type { Hop, ItemStep, PolicyContext } from '../../policy/policy.types';
import {
  type Handoff,
  isOwnWork,
  isStale,
  lacksEvidence,
  openRequired,
  routeKind,
  routeOf,
  stageOf,
} from './handoff.rules';
import type { HandoffFacts, StageFacts } from './handoff-facts';

type Own = Facts<HandoffFacts>;

export const labelOf = (facts: Pick<BaseFacts, 'project'>, handoff: Pick<Handoff, 'number'>): string =>
  `${facts.project?.prefix ?? ''}-${handoff.number}`;

export function branchFacts(
  facts: BaseFacts,
  branch: string | null,
): Pick<PolicyContext, 'branch' | 'branchProtected'> {
  return {
    branch: branch ?? '',
    branchProtected: branch !== null && (facts.project?.settings.protectedBranches ?? []).includes(branch),
  };
}

/** What policy sees of any action on one handoff; null when there is none of that number. */
export function deriveHandoff(facts: Own, extra: Partial<PolicyContext> = {}): Derived | null {
  const { handoff } = facts.own;
  if (handoff === null) return null;
  return {
    resource: { kind: 'handoff', id: handoff.id, label: labelOf(facts, handoff) },
    context: {
      ...branchFacts(facts, handoff.branch),
      packageScore: Math.min(5, handoff.packageScore),
      ...extra,
    },
    overrides: facts.own.overrides,
  };
}

/** The role that works at the present stage. */
export function stageRole(own: HandoffFacts): string {
  return own.handoff === null ? '' : (stageOf(own, own.handoff.stageKey)?.roleKey ?? '');
}

/** What each open item needs, and who may do it: the denial answers with it. */
function itemSteps(own: HandoffFacts, handoff: Handoff): ItemStep[] {
  const role = stageRole(own);
  return openRequired(own, handoff).map((item) => {
    const byRole = item.template.tickRoles[0] ?? role;
    if (item.template.kind === 'auto') return { item: item.key, need: 'package', by: 'you' };
    const by = item.template.agentMayTick ? 'you' : `role:${byRole}`;
    if (!lacksEvidence(item)) return { item: item.key, need: 'tick', by };
    const [kind] = item.template.evidence.kinds;
    return { item: item.key, need: 'evidence', by, ...(kind === undefined ? {} : { kind }) };
  });
}

/** The gates of leaving a stage forward, whoever does it. */
export function gates(facts: Own, to: string | null): Partial<PolicyContext> {
  const { own } = facts;
  const { handoff } = own;
  if (handoff === null || facts.actor === null) return {};
  const open = openRequired(own, handoff);
  const route = to === null ? undefined : routeOf(own, handoff.stageKey, to);
  const reviewRequired = route?.requiresReview ?? false;
  const approved = open.length === 0 && own.items.some((item) => item.template.notByAuthor);
  const required = own.items.filter((item) => item.template.required);
  const ownWork = reviewRequired
    ? isOwnWork(facts.actor, handoff.author) || isOwnWork(facts.actor, handoff.giver)
    : to === null && isOwnWork(facts.actor, handoff.author);
  return {
    leavesStage: true,
    requiredOpen: open.length,
    openItems: open.map((item) => item.key),
    itemSteps: itemSteps(own, handoff),
    evidenceMissing: required.filter((item) => item.state === 'passed' && lacksEvidence(item)).length,
    ticksStale: required.filter((item) => isStale(item, handoff.contentHash)).length,
    reviewRequired,
    reviewApproved: approved,
    selfApproval: ownWork,
  };
}

/** Where the workflow leads from a stage: onwards in the order of the stages, then back. */
function hopsFrom(own: HandoffFacts, from: StageFacts): Hop[] {
  const reached = own.stages.filter((to) => routeOf(own, from.key, to.key) !== undefined);
  const back = (to: StageFacts) => routeKind(from, to) === 'return';
  return [
    ...reached.filter((to) => !back(to)).map(({ key }): Hop => ({ to: key, action: 'handoff.send' })),
    ...reached.filter(back).map(({ key }): Hop => ({ to: key, action: 'handoff.return' })),
  ];
}

/** What policy sees of a hop from the present stage to another. */
export function moveFacts(facts: Own, to: string): Partial<PolicyContext> {
  const { own } = facts;
  const from = own.handoff === null ? undefined : stageOf(own, own.handoff.stageKey);
  const target = stageOf(own, to);
  if (from === undefined) return { isMove: true, toStage: to, transitionAllowed: false };
  if (target === undefined)
    return {
      isMove: true,
      fromStage: from.key,
      toStage: to,
      transitionAllowed: false,
      reachable: hopsFrom(own, from),
    };
  const forward = routeKind(from, target) !== 'return';
  const transitionAllowed = routeOf(own, from.key, to) !== undefined;
  return {
    isMove: true,
    fromStage: from.key,
    toStage: to,
    transitionAllowed,
    ...(transitionAllowed ? {} : { reachable: hopsFrom(own, from) }),
    ...(forward ? gates(facts, to) : {}),
  };
}
