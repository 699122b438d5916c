import {
  type EntityJson,
  preparsePolicySet,
  preparseSchema,
  statefulIsAuthorized,
} from '@cedar-policy/cedar-wasm/nodejs';
import { cedarSchema, groupsOf, WHOLE_SCOPE } from './cedar-schema';
import type { PolicyActionSpec, PolicyRequest } from './policy.types';
import { type AttributeUse, ENTITY_TYPE, type ParsedPolicy } from './policy-text';
import type { Attributes, Shaped } from './request-shape';

/*
 * Runs the policies over one shaped request.
 *
 * An evaluation costs about 7 µs an attribute handed over, so each (action, kind of actor) gets a slice: the policies
 * that can match it, and only the attributes those policies read. A slice is equal to the full set by construction
 * (constraints are compared as parsed, never as text) and by a property test.
 *
 * Parsed slices live in the WebAssembly instance for ever, so they go into slots with fixed names, one an action and
 * kind. The slots are shared by the whole process; whoever decides next with another set parses its own again.
 */

export interface Verdict {
  readonly allowed: boolean;
  /** Ids of the policies that decided. */
  readonly reasons: readonly string[];
  /** Ids of the policies that failed while evaluating; any of them means the verdict must not be trusted. */
  readonly errored: readonly string[];
}

export interface Slice {
  readonly slot: string;
  /** Equal for two requests only if the policies of this slice cannot tell them apart. */
  key(request: PolicyRequest, shaped: Shaped): string;
  /** Throws where the evaluator refuses the request or traps. */
  evaluate(request: PolicyRequest, shaped: Shaped): Verdict;
}

interface SliceSource {
  /** Hash of everything below: tells whose parse a slot holds. */
  readonly setHash: string;
  readonly policies: readonly ParsedPolicy[];
  readonly specs: readonly PolicyActionSpec[];
}

/** Everything that can matter to this action by this kind of actor. */
export function narrowSlice(
  source: SliceSource,
  spec: PolicyActionSpec,
  kind: PolicyRequest['actor']['kind'],
): Slice {
  const actionAndGroups = new Set([spec.name, ...groupsOf(spec)]);
  const policies = source.policies.filter((policy) => policy.appliesTo(actionAndGroups, kind));
  const principal = merge(policies.map((policy) => policy.uses.principal));
  const resource = merge(policies.map((policy) => policy.uses.resource));
  const context = merge(policies.map((policy) => policy.uses.context));
  return slice(`${spec.name}/${kind}`, source.setHash, policies, { principal, resource, context }, () =>
    cedarSchema([spec], {
      kinds: [kind],
      principal: reads(principal),
      resource: reads(resource),
      context: reads(context),
    }),
  );
}

/** All policies, all attributes, all actions: what the narrow slices are tested against. */
export function wholeSlice(source: SliceSource): Slice {
  const all = { principal: 'whole', resource: 'whole', context: 'whole' } as const;
  return slice('whole', source.setHash, source.policies, all, () => cedarSchema(source.specs, WHOLE_SCOPE));
}

function slice(
  name: string,
  setHash: string,
  policies: readonly ParsedPolicy[],
  uses: Record<'principal' | 'resource' | 'context', AttributeUse>,
  schema: () => ReturnType<typeof cedarSchema>,
): Slice {
  const slot = `llmgenie/${name}`;
  const prepare = () => {
    const slots = parsedSlots();
    if (slots.get(slot) === setHash) return;
    slots.delete(slot);
    succeed(preparseSchema(slot, schema()));
    const texts = Object.fromEntries(policies.map((policy) => [policy.id, policy.text]));
    succeed(preparsePolicySet(slot, { staticPolicies: texts }));
    slots.set(slot, setHash);
  };
  const only = (shaped: Shaped) => ({
    principal: keep(shaped.principal, uses.principal),
    resource: keep(shaped.resource, uses.resource),
    context: keep(shaped.context, uses.context),
  });
  return {
    slot,
    key(request, shaped) {
      const { principal, resource, context } = only(shaped);
      return JSON.stringify([
        slot,
        uses.principal === 'whole' ? request.actor.id : '',
        uses.resource === 'whole' ? request.resource.id : '',
        ...Object.values(principal),
        ...Object.values(resource),
        ...Object.values(context),
      ]);
    },
    evaluate(request, shaped) {
      prepare();
      const { principal, resource, context } = only(shaped);
      const who = { type: ENTITY_TYPE[request.actor.kind], id: request.actor.id };
      const what = { type: 'Resource', id: request.resource.id };
      const answer = statefulIsAuthorized({
        principal: who,
        action: { type: 'Action', id: request.action },
        resource: what,
        context,
        // Without schema and validation `action in Action::"mutate"` is silently false and forbids do not fire.
        preparsedSchemaName: slot,
        validateRequest: true,
        preparsedPolicySetId: slot,
        entities: [...entity(who, principal), ...entity(what, resource)],
      });
      if (answer.type === 'failure') throw new Error(answer.errors.map((each) => each.message).join('; '));
      const { decision, diagnostics } = answer.response;
      return {
        allowed: decision === 'allow',
        reasons: diagnostics.reason,
        errored: diagnostics.errors.map((each) => each.policyId),
      };
    },
  };
}

/** Entities nobody reads are left out: parsing them would be the dearest part of the call. */
function entity(uid: EntityJson['uid'], attrs: Attributes): EntityJson[] {
  return Object.keys(attrs).length === 0 ? [] : [{ uid, attrs, parents: [] }];
}

function merge(uses: readonly AttributeUse[]): AttributeUse {
  const names = new Set<string>();
  for (const use of uses) {
    if (use === 'whole') return 'whole';
    for (const name of use) names.add(name);
  }
  return names;
}

function reads(use: AttributeUse): (name: string) => boolean {
  return use === 'whole' ? () => true : (name) => use.has(name);
}

function keep(attributes: Attributes, use: AttributeUse): Attributes {
  if (use === 'whole') return attributes;
  const out: Attributes = {};
  for (const name in attributes) {
    const value = attributes[name];
    if (value !== undefined && use.has(name)) out[name] = value;
  }
  return out;
}

function succeed(
  answer: { type: 'success' } | { type: 'failure'; errors: readonly { message: string }[] },
): void {
  if (answer.type === 'failure') throw new Error(answer.errors.map((each) => each.message).join('; '));
}

/** Slot -> hash of the set parsed into it. On globalThis because the instance is one a process, however often this
 * module is bundled. */
const SLOTS = Symbol.for('llmgenie.policy.slots');

function parsedSlots(): Map<string, string> {
  const holder: typeof globalThis & { [SLOTS]?: Map<string, string> } = globalThis;
  holder[SLOTS] ??= new Map();
  return holder[SLOTS];
}
