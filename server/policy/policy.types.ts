/** Shapes shared by the policy engine and the pipeline that asks it. Types only: importing this file costs nothing. */

/** Rank within a project, lowest first: viewer < member < lead < admin. */
export type Permission = 'viewer' | 'member' | 'lead' | 'admin';

export type ActorKind = 'person' | 'agent' | 'system';

export type InactiveReason = 'disabled' | 'revoked' | 'expired' | 'foreign' | 'owner_disabled';

export interface PolicyActor {
  readonly kind: ActorKind;
  readonly id: string;
  readonly name: string;
  readonly permission: Permission;
  readonly roles: readonly string[];
  /** Scopes of the token; only looked at for agents, people have all of them. */
  readonly scopes: readonly string[];
  /** false: disabled, revoked, expired, or a member of another project. */
  readonly active: boolean;
  readonly inactiveReason?: InactiveReason | undefined;
  /** Agents only: the person who answers for it. */
  readonly ownerId?: string | undefined;
  /** Agents only: what the owner may do now; absent when the owner left the project. */
  readonly ownerPermission?: Permission | undefined;
  readonly ownerRoles?: readonly string[] | undefined;
}

export interface ItemStep {
  readonly item: string;
  /** 'package': computed, so that only a fuller package closes it. */
  readonly need: 'tick' | 'evidence' | 'package';
  /** Evidence that the item takes, where it does not take any. */
  readonly kind?: string | undefined;
  /** 'you', a permission or 'role:<key>'. */
  readonly by: string;
}

/** A hop along a route, and the action that makes it. */
export interface Hop {
  readonly to: string;
  readonly action: 'handoff.send' | 'handoff.return';
}

/** Facts about the attempt. Always complete, always computed by the server, never taken from a client. */
export interface PolicyContext {
  /** '' when the action names no branch. */
  readonly branch: string;
  readonly branchProtected: boolean;
  readonly sessionActive: boolean;
  /** true for actions that must work without a session, such as session.start and session.recover. */
  readonly sessionExempt: boolean;
  readonly secretsFound: number;
  readonly secretRules: readonly string[];
  /** Only one eligible person in the project. */
  readonly soloProject: boolean;
  readonly requiredOpen: number;
  /** Keys (never titles) of the items that are open, lack evidence or have a stale tick. */
  readonly openItems: readonly string[];
  /**
   * Optional detail for the answer, not seen by policies: what each of openItems needs and who may do it.
   * Without it every open item is answered with a tick by the caller.
   */
  readonly itemSteps?: readonly ItemStep[] | undefined;
  readonly evidenceMissing: number;
  readonly ticksStale: number;
  /** 0..5 parts of the package present. */
  readonly packageScore: number;
  readonly reviewApproved: boolean;
  readonly reviewRequired: boolean;
  readonly humanConfirmed: boolean;
  readonly destructive: boolean;
  readonly mode: string;
  readonly isMove: boolean;
  readonly fromStage: string;
  readonly toStage: string;
  readonly transitionAllowed: boolean;
  /** Optional detail for the answer, not seen by policies: the hops that the workflow has from here. */
  readonly reachable?: readonly Hop[] | undefined;
  /** The stage's role that the actor must hold; '' when none. */
  readonly roleNeeded: string;
  /** The author, its agent or its owner approving its own work. */
  readonly selfApproval: boolean;
  /** send or complete: what makes checklist.required look. */
  readonly leavesStage: boolean;
  /** Ids of policies with a valid, unused override for exactly this actor and resource. */
  readonly overrides: readonly string[];
}

export interface PolicyResource {
  readonly kind: string;
  readonly id: string;
  /** The name used in arguments, such as LG-1. */
  readonly label: string;
}

export interface PolicyRequest {
  readonly actor: PolicyActor;
  /** Such as 'handoff.send'. */
  readonly action: string;
  /** The least permission the action asks for. */
  readonly permission: Permission;
  readonly adminAction: boolean;
  readonly mutation: boolean;
  readonly resource: PolicyResource;
  readonly context: PolicyContext;
}

/** A step that would unlock the refused action. */
export interface NextStep {
  readonly action: string;
  readonly arguments: Record<string, unknown>;
  /** Who could do it: 'you', a permission ('lead'), or 'role:<key>'. */
  readonly by: string;
}

export type Fact = string | number | boolean | readonly string[];

export interface Denial {
  readonly policyId: string;
  readonly builtin: boolean;
  readonly title: string;
  readonly why: string;
  /** What to do about it, in words; next is the same for machines. */
  readonly fix: string;
  readonly facts: Record<string, Fact>;
  readonly next: readonly NextStep[];
  readonly override: { readonly possible: boolean; readonly by: string; readonly action: string };
}

export interface PolicyDecision {
  readonly allowed: boolean;
  /** Hash of the policies in force, for the audit row. */
  readonly policySet: string;
  /** Ids of the policies that decided. */
  readonly determining: readonly string[];
  readonly denials: readonly Denial[];
  /** Overridable policies that would have denied, had there been no override. Each is to be marked used. */
  readonly overridesUsed: readonly string[];
}

/** What the engine must know of each action or query to generate its schema. */
export interface PolicyActionSpec {
  readonly name: string;
  readonly permission: Permission;
  readonly mutation: boolean;
  readonly adminAction: boolean;
}

export interface PolicyEngine {
  /** Hash of the policy texts and of the schema. */
  readonly policySet: string;
  /** Never throws: whatever goes wrong is a denial with policyId 'policy.error'. */
  decide(request: PolicyRequest): PolicyDecision;
  /** false once the evaluator has trapped: it then denies everything until the process restarts. For readiness. */
  healthy(): boolean;
}

export interface BuiltinPolicy {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  readonly denies: string;
  readonly example: string;
  readonly override: { readonly possible: boolean; readonly by: string; readonly note: string };
  /** false: guaranteed by structure (a commit that cannot happen otherwise) and listed for the reader only. */
  readonly evaluated: boolean;
  readonly text: string;
  /** sha256 of text, hex. */
  readonly hash: string;
}
