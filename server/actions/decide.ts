import { defaultContext } from '../policy/default-context';
import type { InactiveReason, PolicyActor, PolicyDecision } from '../policy/policy.types';
import type { AnyAction, AnyQuery, Derived } from './action';
import type { BaseFacts } from './facts';
import type { PipelineRuntime } from './pipeline-runtime';

/** Why this actor may do nothing at all; undefined where it is active. */
export function inactive(facts: BaseFacts): InactiveReason | undefined {
  const { credential, actor } = facts;
  if (actor === null) return 'foreign';
  if (credential.disabled || actor.disabled) return 'disabled';
  if (credential.revoked) return 'revoked';
  if (credential.expired) return 'expired';
  if (actor.kind === 'agent' && (actor.owner === null || actor.owner.disabled)) return 'owner_disabled';
  return undefined;
}

function policyActor(facts: BaseFacts): PolicyActor {
  const { actor } = facts;
  const reason = inactive(facts);
  if (actor === null) {
    return {
      kind: 'system',
      id: '',
      name: '',
      permission: 'viewer',
      roles: [],
      scopes: [],
      active: false,
      inactiveReason: 'foreign',
    };
  }
  return {
    kind: actor.kind,
    id: actor.id,
    name: actor.name,
    // An agent has a member's rights at most; its owner's are the ceiling.
    permission: actor.kind === 'agent' ? 'member' : (actor.permission ?? 'admin'),
    roles: actor.roles,
    scopes: facts.credential.scopes,
    active: reason === undefined,
    inactiveReason: reason,
    ownerId: actor.owner?.id,
    ownerPermission: actor.owner?.permission ?? undefined,
    ownerRoles: actor.owner?.roles,
  };
}

/**
 * A person typed, in this very call, the name of exactly what is to go; see confirm.schema.ts. An agent's word is none,
 * whatever it sends.
 */
function humanConfirmed(facts: BaseFacts, { resource }: Derived, input: unknown): boolean {
  if (facts.actor === null || facts.actor.kind === 'agent') return false;
  const { confirm }: { confirm?: unknown } = Object(input);
  return typeof confirm === 'string' && confirm !== '' && confirm === resource.label;
}

/** Asks the policies about one attempt; pure but for the engine's memo. `input`: the parsed arguments. */
export function decideAttempt(
  runtime: PipelineRuntime,
  definition: AnyAction | AnyQuery,
  facts: BaseFacts,
  derived: Derived,
  secrets: readonly { readonly ruleId: string }[],
  input: unknown,
): PolicyDecision {
  const mutation = definition.kind === 'action';
  return runtime.policy.decide({
    actor: policyActor(facts),
    action: definition.name,
    permission: definition.permission,
    adminAction: definition.adminAction ?? false,
    mutation,
    resource: derived.resource,
    context: {
      ...defaultContext(),
      sessionActive: facts.session !== null,
      sessionExempt: mutation && (definition.sessionExempt ?? false),
      destructive: mutation && (definition.destructive ?? false),
      humanConfirmed: humanConfirmed(facts, derived, input),
      mode: facts.session?.mode ?? '',
      soloProject: facts.eligiblePeople < 2,
      secretsFound: secrets.length,
      secretRules: [...new Set(secrets.map((finding) => finding.ruleId))],
      ...derived.context,
      overrides: [...new Set((derived.overrides ?? []).map((override) => override.policyId))],
    },
  });
}
