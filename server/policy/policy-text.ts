import { type PolicyJson, policyToJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { ActorKind } from './policy.types';

/*
 * Policy text enters the evaluator here only. The evaluator recurses over nested text, and once its stack has
 * overflowed the whole WebAssembly instance is dead for the rest of the process. Seen to kill it: 130 nested brackets
 * (300 characters) while parsing, a chain of 350 operators while deciding. So size, nesting and operators are
 * counted before it sees a character, with limits at least three times below that.
 */

/** Characters of one policy. */
const MAX_TEXT = 8_000;
const MAX_NESTING = 16;
const MAX_OPERATORS = 100;

/** The attributes a policy reads of one variable; 'whole' where it uses the variable itself, so its identity counts. */
export type AttributeUse = 'whole' | ReadonlySet<string>;

export interface ParsedPolicy {
  readonly id: string;
  readonly text: string;
  readonly effect: 'permit' | 'forbid';
  readonly annotations: Readonly<Record<string, string>>;
  readonly uses: Readonly<Record<'principal' | 'resource' | 'context', AttributeUse>>;
  /** Whether the policy can matter to this action (given with its groups) by this kind of actor. */
  appliesTo(actionAndGroups: ReadonlySet<string>, kind: ActorKind): boolean;
}

type ParsedPolicyText = { ok: true; policy: ParsedPolicy } | { ok: false; problem: string };

export const ENTITY_TYPE = { person: 'Person', agent: 'Agent', system: 'System' } as const satisfies Record<
  ActorKind,
  string
>;

/** A reason why the text may not be given to the evaluator, or undefined. */
function policyTextProblem(text: string): string | undefined {
  if (text.length > MAX_TEXT) return `longer than ${MAX_TEXT} characters`;
  // One pass over both: a quote inside a comment must not swallow the brackets of the lines after it.
  const code = text.replace(/\/\/[^\n\r]*|"(?:[^"\\]|\\[\s\S])*"/g, ' ');
  let depth = 0;
  for (const character of code) {
    if (character === '(' || character === '[' || character === '{') depth += 1;
    else if (character === ')' || character === ']' || character === '}') depth -= 1;
    if (depth > MAX_NESTING) return `nested deeper than ${MAX_NESTING} brackets`;
  }
  const operators = code.match(/&&|\|\||[-+*.!<>]|==|\b(?:if|in|is|has|like|when|unless)\b/g)?.length ?? 0;
  return operators > MAX_OPERATORS ? `more than ${MAX_OPERATORS} operators` : undefined;
}

/** Parses exactly one policy with an @id. Never throws. */
export function parsePolicyText(text: string): ParsedPolicyText {
  const problem = policyTextProblem(text);
  if (problem !== undefined) return { ok: false, problem };
  let answer: ReturnType<typeof policyToJson>;
  try {
    answer = policyToJson(text);
  } catch (error) {
    // RangeError or a trap of the evaluator: the text is at fault, whatever the limits above let through.
    return { ok: false, problem: error instanceof Error ? error.message : 'cannot be read' };
  }
  if (answer.type === 'failure') {
    return { ok: false, problem: answer.errors.map((each) => each.message).join('; ') };
  }
  const { json } = answer;
  const id = json.annotations?.id;
  if (id === undefined || id === '') return { ok: false, problem: 'has no @id' };
  return {
    ok: true,
    policy: {
      id,
      text,
      effect: json.effect,
      annotations: json.annotations ?? {},
      uses: {
        principal:
          'is' === json.principal.op || 'All' === json.principal.op ? used(json, 'principal') : 'whole',
        resource: 'All' === json.resource.op ? used(json, 'resource') : 'whole',
        context: used(json, 'context'),
      },
      appliesTo: (actionAndGroups, kind) =>
        matchesAction(json.action, actionAndGroups) &&
        (json.principal.op !== 'is' || json.principal.entity_type === ENTITY_TYPE[kind]),
    },
  };
}

function matchesAction(constraint: PolicyJson['action'], actionAndGroups: ReadonlySet<string>): boolean {
  if (constraint.op === 'All') return true;
  // A slot only occurs in templates, which nothing here creates; counting it as a match is the safe side.
  if (constraint.op === '==')
    return !('entity' in constraint) || actionAndGroups.has(entityId(constraint.entity));
  const targets = 'entities' in constraint ? constraint.entities : [constraint.entity];
  return targets.some((target) => actionAndGroups.has(entityId(target)));
}

function entityId(uid: { __entity: { id: string } } | { id: string }): string {
  return '__entity' in uid ? uid.__entity.id : uid.id;
}

/** Collects what the conditions read of a variable. `is` tests only the type, which is part of every slice. */
function used(json: PolicyJson, variable: 'principal' | 'resource' | 'context'): AttributeUse {
  const attributes = new Set<string>();
  const isVariable = (node: unknown) => field(node, 'Var') === variable;
  const walk = (node: unknown): boolean => {
    if (Array.isArray(node)) return node.every(walk);
    if (typeof node !== 'object' || node === null) return true;
    if (isVariable(node)) return false;
    return Object.entries(node).every(([operator, operand]) => {
      if (operator === 'Value') return true;
      const left = field(operand, 'left');
      if ((operator === '.' || operator === 'has') && isVariable(left)) {
        const name = field(operand, 'attr');
        const first: unknown = Array.isArray(name) ? name[0] : name;
        if (typeof first !== 'string') return false;
        attributes.add(first);
        return true;
      }
      if (operator === 'is' && isVariable(left)) return walk(field(operand, 'in'));
      return walk(operand);
    });
  };
  return walk(json.conditions) ? attributes : 'whole';
}

function field(node: unknown, name: string): unknown {
  return typeof node === 'object' && node !== null
    ? Object.entries(node).find(([key]) => key === name)?.[1]
    : undefined;
}
