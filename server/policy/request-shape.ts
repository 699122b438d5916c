import type { Permission, PolicyActor, PolicyContext, PolicyRequest } from './policy.types';

/*
 * What the policies see of a request, and its types. One table feeds both the generated schema and the check before
 * evaluation, so the two cannot disagree.
 */

export type AttributeType = 'boolean' | 'long' | 'string' | 'strings';

export const RANK = { viewer: 0, member: 1, lead: 2, admin: 3 } as const satisfies Record<Permission, number>;

export const CONTEXT_ATTRIBUTES = {
  branch: 'string',
  branchProtected: 'boolean',
  sessionActive: 'boolean',
  sessionExempt: 'boolean',
  secretsFound: 'long',
  secretRules: 'strings',
  soloProject: 'boolean',
  requiredOpen: 'long',
  openItems: 'strings',
  evidenceMissing: 'long',
  ticksStale: 'long',
  packageScore: 'long',
  reviewApproved: 'boolean',
  reviewRequired: 'boolean',
  humanConfirmed: 'boolean',
  destructive: 'boolean',
  mode: 'string',
  isMove: 'boolean',
  fromStage: 'string',
  toStage: 'string',
  transitionAllowed: 'boolean',
  roleNeeded: 'string',
  selfApproval: 'boolean',
  leavesStage: 'boolean',
  overrides: 'strings',
} as const satisfies Record<Exclude<keyof PolicyContext, 'itemSteps' | 'reachable'>, AttributeType>;

const PERSON_ATTRIBUTES = { active: 'boolean', rank: 'long', roles: 'strings' } as const;

export const PRINCIPAL_ATTRIBUTES = {
  person: PERSON_ATTRIBUTES,
  agent: {
    ...PERSON_ATTRIBUTES,
    scopes: 'strings',
    ownerPresent: 'boolean',
    ownerRank: 'long',
    ownerRoles: 'strings',
  },
  system: { active: 'boolean' },
} as const satisfies Record<PolicyActor['kind'], Record<string, AttributeType>>;

export const RESOURCE_ATTRIBUTES = { kind: 'string', label: 'string' } as const satisfies Record<
  string,
  AttributeType
>;

type AttributeValue = boolean | number | string | string[];
export type Attributes = Record<string, AttributeValue>;

/** Longest string and list the evaluator is given; a fact beyond it is a fault of the caller, not a bigger fact. */
const MAX_STRING = 1_000;
const MAX_LIST = 1_000;

export interface Shaped {
  readonly principal: Attributes;
  readonly resource: Attributes;
  readonly context: Attributes;
}

/** The request as plain attributes, or the name of the first one that is missing or of the wrong type. */
export function shapeRequest(request: PolicyRequest): Shaped | { malformed: string } {
  const { actor, resource, context } = request;
  const ownerRank = actor.ownerPermission === undefined ? -1 : RANK[actor.ownerPermission];
  const everything: Record<keyof typeof PRINCIPAL_ATTRIBUTES.agent, unknown> = {
    active: actor.active,
    rank: RANK[actor.permission],
    roles: actor.roles,
    scopes: actor.scopes,
    ownerPresent: ownerRank >= 0 && actor.inactiveReason !== 'owner_disabled',
    ownerRank,
    ownerRoles: actor.ownerRoles ?? [],
  };
  const principalTypes = PRINCIPAL_ATTRIBUTES[actor.kind];
  if (principalTypes === undefined) return { malformed: 'actor.kind' };
  const principal = pick(principalTypes, everything);
  if (typeof principal === 'string') return { malformed: `actor.${principal}` };
  const target = pick(RESOURCE_ATTRIBUTES, { kind: resource.kind, label: resource.label });
  if (typeof target === 'string') return { malformed: `resource.${target}` };
  const facts = pick(CONTEXT_ATTRIBUTES, context);
  if (typeof facts === 'string') return { malformed: `context.${facts}` };
  return { principal, resource: target, context: facts };
}

/** Copies exactly the typed attributes; answers the name of an offending one instead. */
function pick<Name extends string>(
  types: Readonly<Partial<Record<Name, AttributeType>>>,
  values: Readonly<Record<NoInfer<Name>, unknown>>,
): Attributes | string {
  const out: Attributes = {};
  for (const name in types) {
    const value = conform(types[name], values[name]);
    if (value === undefined) return name;
    out[name] = value;
  }
  return out;
}

function conform(type: AttributeType | undefined, value: unknown): AttributeValue | undefined {
  switch (type) {
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'long':
      return Number.isSafeInteger(value) ? Number(value) : undefined;
    case 'string':
      return isText(value) ? value : undefined;
    case 'strings':
      return Array.isArray(value) && value.length <= MAX_LIST && value.every(isText) ? [...value] : undefined;
    case undefined:
      return undefined;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_STRING;
}
