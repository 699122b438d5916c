import { createHash } from 'node:crypto';
import { BoundedMemo } from './bounded-memo';
import { builtinTexts } from './builtin-policies';
import { groupsOf } from './cedar-schema';
import { narrowSlice, type Slice, type Verdict, wholeSlice } from './evaluator';
import { explainDenial, explainError, explainMissing, explainNothingPermitted } from './explain-denial';
import type { Denial, PolicyActionSpec, PolicyDecision, PolicyEngine, PolicyRequest } from './policy.types';
import { type ParsedPolicy, parsePolicyText } from './policy-text';
import { type Shaped, shapeRequest } from './request-shape';

export interface PolicyEngineOptions {
  /** Every action and query of the registry; a request for any other is refused. */
  readonly actions: readonly PolicyActionSpec[];
  /** Texts of a project's own active policies. They can only narrow: a forbid beats every permit. */
  readonly projectPolicies?: readonly string[];
  /** false evaluates the full set each time, unsliced and unremembered: the yardstick of the tests. */
  readonly optimised?: boolean;
}

/** Verdicts kept an engine; about 300 bytes each. */
const MEMO_CAPACITY = 5_000;

/** Prepares the rules once; throws where a policy's text cannot be used. Slices are parsed at first use (about 5 ms). */
export function createPolicyEngine(options: PolicyEngineOptions): PolicyEngine {
  const builtins = parseAll(builtinTexts());
  const policies = [...builtins, ...parseAll(options.projectPolicies ?? [])];
  const byId = new Map(policies.map((policy) => [policy.id, policy]));
  if (byId.size !== policies.length) throw new Error('Two policies have the same @id');
  const builtinIds = new Set(builtins.map((policy) => policy.id));
  const order = new Map(policies.map((policy, index) => [policy.id, index]));

  const registered = new Map(options.actions.map((spec) => [spec.name, spec]));
  const optimised = options.optimised ?? true;
  const policySet = hashOf(policies, options.actions);
  const source = {
    setHash: `${policySet}/${optimised}`,
    policies,
    specs: options.actions,
  };
  const whole = wholeSlice(source);
  const slices = new Map<string, Slice>();
  const memo = new BoundedMemo<Verdict>(MEMO_CAPACITY);
  let trapped = false;

  const sliceFor = (spec: PolicyActionSpec, kind: PolicyRequest['actor']['kind']): Slice => {
    if (!optimised) return whole;
    const name = `${spec.name}/${kind}`;
    const known = slices.get(name) ?? narrowSlice(source, spec, kind);
    slices.set(name, known);
    return known;
  };

  const evaluate = (slice: Slice, request: PolicyRequest, shaped: Shaped): Verdict => {
    if (!optimised) return slice.evaluate(request, shaped);
    const key = slice.key(request, shaped);
    const known = memo.get(key);
    if (known !== undefined) return known;
    const verdict = slice.evaluate(request, shaped);
    memo.set(key, verdict);
    return verdict;
  };

  const refuse = (denials: readonly Denial[]): PolicyDecision => ({
    allowed: false,
    policySet,
    determining: denials.map((denial) => denial.policyId),
    denials,
    overridesUsed: [],
  });

  const denialOf = (policyId: string, request: PolicyRequest): Denial => {
    const note = byId.get(policyId)?.annotations ?? {};
    const by = note.override ?? '';
    return {
      policyId,
      builtin: builtinIds.has(policyId),
      title: note.title ?? policyId,
      why: note.why ?? '',
      fix: note.fix ?? '',
      ...explainDenial(policyId, request, registered),
      override: { possible: by !== '', by, action: by === '' ? '' : 'override.grant' },
    };
  };

  const decideOrThrow = (request: PolicyRequest): PolicyDecision => {
    const spec = registered.get(request.action);
    if (spec === undefined) return refuse([explainError('unknown-action', [])]);
    // A door that describes the action differently from the registry would be judged by the wrong groups.
    if (
      spec.permission !== request.permission ||
      spec.mutation !== request.mutation ||
      spec.adminAction !== request.adminAction
    ) {
      return refuse([explainError('action-mismatch', [])]);
    }
    const shaped = shapeRequest(request);
    if ('malformed' in shaped) return refuse([explainError('malformed', [shaped.malformed])]);

    const slice = sliceFor(spec, request.actor.kind);
    const verdict = evaluate(slice, request, shaped);
    // A forbid that fails is skipped by the evaluator, so a verdict with errors may be a wrong yes.
    if (verdict.errored.length > 0) return refuse([explainError('runtime', verdict.errored)]);
    if (!verdict.allowed) {
      if (verdict.reasons.length === 0) return refuse([explainNothingPermitted(request, registered)]);
      const fired = verdict.reasons.toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
      const denials = fired.map((policyId) => denialOf(policyId, request));
      // Told only what the rules deny, a viewer would tick every open item and then be refused once more.
      const missing = explainMissing(request, registered);
      return refuse(missing === null ? denials : [...denials, missing]);
    }
    return {
      allowed: true,
      policySet,
      determining: verdict.reasons,
      denials: [],
      overridesUsed: request.context.overrides.length === 0 ? [] : overridesUsed(slice, request, shaped),
    };
  };

  /** Asks once more without overrides: what then denies is what they were needed for. */
  const overridesUsed = (slice: Slice, request: PolicyRequest, shaped: Shaped): readonly string[] => {
    const without = evaluate(slice, request, { ...shaped, context: { ...shaped.context, overrides: [] } });
    return without.reasons.filter((id) => !without.allowed && request.context.overrides.includes(id));
  };

  return {
    policySet,
    decide(request) {
      if (trapped) return refuse([explainError('evaluator-down', [])]);
      try {
        return decideOrThrow(request);
      } catch (error) {
        // After a stack overflow or a trap the WebAssembly instance answers nothing any more.
        trapped = error instanceof RangeError || error instanceof WebAssembly.RuntimeError;
        return refuse([explainError(trapped ? 'evaluator-down' : 'invalid-request', [])]);
      }
    },
    healthy: () => !trapped,
  };
}

function parseAll(texts: readonly string[]): ParsedPolicy[] {
  return texts.map((text) => {
    const parsed = parsePolicyText(text);
    if (!parsed.ok) throw new Error(`A policy cannot be used: ${parsed.problem}`);
    return parsed.policy;
  });
}

function hashOf(policies: readonly ParsedPolicy[], actions: readonly PolicyActionSpec[]): string {
  const hash = createHash('sha256');
  for (const text of policies.map((policy) => policy.text).toSorted()) hash.update(`${text}\0`);
  const described = actions.map((spec) => [spec.name, ...groupsOf(spec)].join(' '));
  for (const line of described.toSorted()) hash.update(`${line}\0`);
  return hash.digest('hex');
}
