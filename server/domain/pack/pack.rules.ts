import type { Pack } from './pack.schema';

export type PackIssueCode =
  | 'duplicate-key'
  | 'duplicate-position'
  | 'duplicate-route'
  | 'unknown-role'
  | 'unknown-checklist'
  | 'unknown-stage'
  | 'route-to-itself'
  | 'no-start'
  | 'no-final'
  | 'unreachable-stage'
  | 'no-way-out'
  | 'evidence-without-kind'
  | 'evidence-not-asked'
  | 'review-without-checklist';

export interface PackIssue {
  readonly code: PackIssueCode;
  /** Where it stands: `workflow.stages.build`, `workflow.routes.build>review`, `checklists.build.tests-pass`. */
  readonly path: string;
  /** The key that is wrong, missing or doubled. */
  readonly key: string;
}

/**
 * What a pack says to everybody, as it reads in a project of that prefix: `{prefix}` stands for it, in small letters as
 * in a branch. A pack serves projects of any prefix, so its text cannot name one.
 */
export function contextFor(context: Pack['context'], prefix: string): Pack['context'] {
  return context.map(({ key, value }) => ({
    key,
    value: value.replaceAll('{prefix}', prefix.toLowerCase()),
  }));
}

type Workflow = Pack['workflow'];
type Links = ReadonlyMap<string, readonly string[]>;

/** What the schema cannot see: whether the parts of a pack fit together. Empty for a sound pack. */
export function validatePack(pack: Pack): PackIssue[] {
  const roles = new Set(pack.roles.map((role) => role.key));
  const checklists = new Set(pack.checklists.map((list) => list.key));
  return [
    ...duplicates('roles', pack.roles),
    ...duplicates('checklists', pack.checklists),
    ...duplicates('context', pack.context),
    ...validateWorkflow(pack.workflow, roles, checklists),
    ...pack.checklists.flatMap((list) => validateChecklist(list, roles)),
  ];
}

/** A workflow alone: its references, and that work can reach every stage and leave it again. */
function validateWorkflow(
  workflow: Workflow,
  roles: ReadonlySet<string>,
  checklists: ReadonlySet<string>,
): PackIssue[] {
  const issues = duplicates('workflow.stages', workflow.stages);
  const positions = new Set<number>();
  for (const stage of workflow.stages) {
    const path = `workflow.stages.${stage.key}`;
    if (positions.has(stage.position)) issues.push({ code: 'duplicate-position', path, key: stage.key });
    positions.add(stage.position);
    if (!roles.has(stage.role)) issues.push({ code: 'unknown-role', path, key: stage.role });
    if (stage.checklist !== undefined && !checklists.has(stage.checklist)) {
      issues.push({ code: 'unknown-checklist', path, key: stage.checklist });
    }
  }
  return [...issues, ...validateRoutes(workflow), ...validatePaths(workflow)];
}

function validateRoutes({ stages, routes }: Workflow): PackIssue[] {
  const issues: PackIssue[] = [];
  const known = new Map(stages.map((stage) => [stage.key, stage]));
  const seen = new Set<string>();
  for (const { from, to, requiresReview } of routes) {
    const name = `${from}>${to}`;
    const path = `workflow.routes.${name}`;
    for (const end of new Set([from, to])) {
      if (!known.has(end)) issues.push({ code: 'unknown-stage', path, key: end });
    }
    if (from === to) issues.push({ code: 'route-to-itself', path, key: from });
    if (seen.has(name)) issues.push({ code: 'duplicate-route', path, key: name });
    seen.add(name);
    // Approval is the passed checklist of the stage left behind: without one it would approve by itself.
    if (requiresReview && known.has(from) && known.get(from)?.checklist === undefined) {
      issues.push({ code: 'review-without-checklist', path, key: from });
    }
  }
  return issues;
}

/**
 * Every stage must be reachable from a start and must reach a final stage. The second is the same as asking
 * that every cycle has an exit and no stage is a dead end, since a finite walk that never ends runs in circles.
 */
function validatePaths({ stages, routes }: Workflow): PackIssue[] {
  const path = 'workflow.stages';
  const issues: PackIssue[] = [];
  const keysOf = (kind: 'start' | 'final') =>
    stages.filter((stage) => stage.kind === kind).map(({ key }) => key);
  const starts = keysOf('start');
  const finals = keysOf('final');
  if (starts.length === 0) issues.push({ code: 'no-start', path, key: 'start' });
  if (finals.length === 0) issues.push({ code: 'no-final', path, key: 'final' });
  const entered = reach(starts, link(routes.map(({ from, to }) => [from, to])));
  const leaving = reach(finals, link(routes.map(({ from, to }) => [to, from])));
  for (const { key } of stages) {
    const place = `${path}.${key}`;
    if (starts.length > 0 && !entered.has(key)) issues.push({ code: 'unreachable-stage', path: place, key });
    if (finals.length > 0 && !leaving.has(key)) issues.push({ code: 'no-way-out', path: place, key });
  }
  return issues;
}

function link(pairs: readonly (readonly [string, string])[]): Links {
  const links = new Map<string, string[]>();
  for (const [from, to] of pairs) {
    const known = links.get(from);
    if (known) known.push(to);
    else links.set(from, [to]);
  }
  return links;
}

function reach(from: readonly string[], links: Links): ReadonlySet<string> {
  const reached = new Set(from);
  // A set hands out what is added while it is walked, so this is a breadth-first search.
  for (const key of reached) for (const next of links.get(key) ?? []) reached.add(next);
  return reached;
}

function validateChecklist(list: Pack['checklists'][number], roles: ReadonlySet<string>): PackIssue[] {
  const issues = duplicates(`checklists.${list.key}`, list.items);
  for (const item of list.items) {
    const path = `checklists.${list.key}.${item.key}`;
    for (const role of item.tickRoles) {
      if (!roles.has(role)) issues.push({ code: 'unknown-role', path, key: role });
    }
    const { kinds, min } = item.evidence;
    if (min > 0 && kinds.length === 0) issues.push({ code: 'evidence-without-kind', path, key: item.key });
    if (min === 0 && item.kind === 'evidence')
      issues.push({ code: 'evidence-not-asked', path, key: item.key });
  }
  return issues;
}

function duplicates(path: string, entries: readonly { readonly key: string }[]): PackIssue[] {
  const seen = new Set<string>();
  const doubled = new Set<string>();
  for (const { key } of entries) (seen.has(key) ? doubled : seen).add(key);
  return [...doubled].map((key) => ({ code: 'duplicate-key', path: `${path}.${key}`, key }));
}
