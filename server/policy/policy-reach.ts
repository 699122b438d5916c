import { builtinPolicies } from './builtin-policies';
import { groupsOf } from './cedar-schema';
import type { ActorKind, PolicyActionSpec } from './policy.types';
import { parsePolicyText } from './policy-text';

/** What has to be known of an action to say which built-in looks at it. */
export interface ReachSpec extends PolicyActionSpec {
  readonly destructive: boolean;
  readonly sessionExempt: boolean;
}

const MOVES = ['handoff.send', 'handoff.return', 'handoff.route'];
const LEAVING = ['handoff.send', 'handoff.route', 'handoff.complete'];

/**
 * Whom a policy's text names (an agent, a group of actions) is read from the text. Some policies name every change and
 * begin with a fact that only few actions have: those are told here, so that a comment does not count as a checked move.
 */
const GUARDS: Readonly<Record<string, (spec: ReachSpec, groups: readonly string[]) => boolean>> = {
  'security.destructive': ({ destructive }) => destructive,
  'logging.session': ({ sessionExempt }) => !sessionExempt,
  'branch.protected': ({ name }, groups) => MOVES.includes(name) || groups.includes('branch'),
  'branch.review': ({ name }) => LEAVING.includes(name) || MOVES.includes(name),
  'flow.route': ({ name }) => MOVES.includes(name),
  'checklist.required': ({ name }) => LEAVING.includes(name),
  'duty.self-accept': ({ name }) => LEAVING.includes(name) || name === 'checklist.tick',
};

/** The evaluated built-ins that look at this action when somebody of this kind tries it. */
export function policiesWatching(spec: ReachSpec, kind: ActorKind): readonly string[] {
  const groups = groupsOf(spec);
  const names = new Set([spec.name, ...groups]);
  return builtinPolicies().flatMap(({ id, text, evaluated }) => {
    if (!evaluated) return [];
    const parsed = parsePolicyText(text);
    const named = parsed.ok && parsed.policy.appliesTo(names, kind);
    return named && (GUARDS[id]?.(spec, groups) ?? true) ? [id] : [];
  });
}
