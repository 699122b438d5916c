import { type AnyTRPCRouter, callTRPCProcedure } from '@trpc/server';
import { z } from 'zod';
import type { AnyAction, AnyQuery } from '../actions/action';
import type { PipelineRuntime } from '../actions/pipeline-runtime';

/*
 * What has to hold of every definition, as pure functions: definitions in, problems out, one line each. Tests run them
 * over the real registry, where none may be found, and over definitions made wrong on purpose, where each has to be.
 */

export type Definition = AnyAction | AnyQuery;

/** Everything a check has to know of an error; see errors.ts. */
export interface ErrorRow {
  readonly status: number;
  readonly trpc: string;
  readonly hint: string;
}

const byName = (definitions: Iterable<Definition>) =>
  new Map([...definitions].map((definition) => [definition.name, definition]));

/** Names asked of the registry while `run` runs; nothing is found, so that nothing is done. */
async function namesAsked(runtime: PipelineRuntime, run: (runtime: PipelineRuntime) => Promise<unknown>) {
  const asked = new Set<string>();
  class Listening<Value> extends Map<string, Value> {
    override get(name: string): undefined {
      asked.add(name);
    }
  }
  const registry = { actions: new Listening<AnyAction>(), queries: new Listening<AnyQuery>() };
  try {
    await run({ ...runtime, registry });
  } catch (error) {
    // Not found, as it has to be; what a procedure does instead of asking shows in the names.
    if (!(error instanceof Error)) throw error;
  }
  return [...asked];
}

/**
 * Every procedure runs the definition of its own name and nothing else, by calling each. `elsewhere` names queries that
 * another door serves, with the reason.
 */
export async function procedureProblems(
  router: AnyTRPCRouter,
  definitions: Iterable<Definition>,
  runtime: PipelineRuntime,
  elsewhere: Readonly<Record<string, string>> = {},
): Promise<string[]> {
  const problems: string[] = [];
  const known = byName(definitions);
  const procedures: Record<string, { _def: { type: 'query' | 'mutation' | 'subscription' } }> =
    router._def.procedures;
  for (const [path, { _def }] of Object.entries(procedures)) {
    const credential = { kind: 'system', causedBy: 'structure' } as const;
    const asked = await namesAsked(runtime, (listening) =>
      callTRPCProcedure({
        router,
        path,
        type: _def.type,
        ctx: { runtime: listening, credential, requestId: 'structure' },
        getRawInput: async () => ({ project: 'llmgenie', arguments: {} }),
        signal: undefined,
        batchIndex: 0,
      }),
    );
    const definition = known.get(path);
    if (asked.join() !== path) problems.push(`${path}: runs ${asked.join() || 'nothing of the registry'}`);
    else if (definition === undefined) problems.push(`${path}: is not in the registry`);
    else if ((definition.kind === 'action') !== (_def.type === 'mutation')) {
      problems.push(
        `${path}: is a ${_def.type} for ${definition.kind === 'action' ? 'an action' : 'a query'}`,
      );
    } else if (definition.audience === 'system') problems.push(`${path}: is for the system only`);
  }
  for (const [name, definition] of known) {
    const offered = name in procedures || name in elsewhere || definition.audience === 'system';
    if (!offered) problems.push(`${name}: has no procedure`);
  }
  return problems;
}

/** Each action declares events of the catalogue and of its own noun, or says why none; each event has somebody. */
export function eventProblems(
  actions: Iterable<AnyAction>,
  catalogue: Readonly<Record<string, unknown>>,
  pipelineEvents: readonly string[],
): string[] {
  const problems: string[] = [];
  const declared = new Set(pipelineEvents);
  for (const { name, events } of actions) {
    if ('none' in events) {
      if (events.none.length < 20) problems.push(`${name}: does not say why it is no event`);
      continue;
    }
    if (events.length === 0) problems.push(`${name}: declares no event`);
    for (const type of events) {
      declared.add(type);
      if (!(type in catalogue)) problems.push(`${name}: the catalogue lacks ${type}`);
      if (type.split('.')[0] !== name.split('.')[0]) problems.push(`${name}: ${type} is of another noun`);
    }
  }
  for (const type of Object.keys(catalogue)) {
    if (!declared.has(type)) problems.push(`${type}: nothing appends it`);
  }
  return problems;
}

/** What one run of an action appended. */
export interface Emission {
  readonly action: string;
  readonly types: readonly string[];
}

/** Each action was run, and appended exactly what it declares. `besides`: what the pipeline adds of its own. */
export function emissionProblems(
  actions: Iterable<AnyAction>,
  seen: readonly Emission[],
  besides: readonly string[] = [],
): string[] {
  return [...actions].flatMap(({ name, events, besides: touched = [] }) => {
    const declared = 'none' in events ? [] : [...events];
    const runs = seen.filter((run) => run.action === name);
    if (runs.length === 0) return [`${name}: was never run`];
    return runs.flatMap(({ types }) => {
      const own = types.filter((type) => ![...besides, ...touched].includes(type));
      return own.join() === declared.join() ? [] : [`${name}: appended ${own.join() || 'nothing'}`];
    });
  });
}

/** Payloads as they are stored: each fits its schema and holds nothing the schema does not name. */
export function payloadProblems(
  events: readonly { readonly seq: number; readonly type: string; readonly payload: unknown }[],
  catalogue: Readonly<Record<string, z.ZodType>>,
): string[] {
  return events.flatMap(({ seq, type, payload }) => {
    const schema = catalogue[type];
    if (schema === undefined) return [`${seq} ${type}: is not in the catalogue`];
    const parsed = schema.safeParse(payload);
    if (!parsed.success)
      return [`${seq} ${type}: ${parsed.error.issues.map((i) => i.path.join('.')).join()}`];
    const known = new Set(Object.keys(Object(parsed.data)));
    const more = Object.keys(Object(payload)).filter((key) => !known.has(key));
    return more.length === 0 ? [] : [`${seq} ${type}: holds ${more.join()} besides`];
  });
}

/** A case that cannot be, with the reason; an outcome and who it is about otherwise. */
export interface PolicyCaseRow {
  readonly action: string;
  readonly who: 'person' | 'agent';
  readonly outcome: 'allow' | 'deny';
  /** The policy that denies. */
  readonly by?: string;
  readonly never?: string;
}

/** Each action has a case for a person and for an agent, allowed and denied; "never" only where that is by design. */
export function caseProblems(actions: Iterable<AnyAction>, cases: readonly PolicyCaseRow[]): string[] {
  const problems: string[] = [];
  const known = new Map([...actions].map((action) => [action.name, action]));
  for (const action of known.values()) {
    for (const who of ['person', 'agent'] as const) {
      for (const outcome of ['allow', 'deny'] as const) {
        const found = cases.filter(
          (each) => each.action === action.name && each.who === who && each.outcome === outcome,
        );
        const what = `${action.name}: ${who} ${outcome}`;
        if (found.length === 0) problems.push(`${what} has no case`);
        for (const { never } of found) {
          if (never !== undefined && !(outcome === 'allow' && mayNever(action, who))) {
            problems.push(`${what} has to have a case`);
          }
          if (never !== undefined && never.length < 15) problems.push(`${what} is left out without a reason`);
        }
      }
    }
  }
  for (const { action } of cases) if (!known.has(action)) problems.push(`${action}: is no action`);
  return problems;
}

/** Agents are never in the instance, never administer and have a member's rights at most; nobody but the system runs what is the system's. */
function mayNever(action: AnyAction, who: 'person' | 'agent'): boolean {
  if (action.audience === 'system') return true;
  if (who === 'person') return false;
  const { adminAction, destructive, permission, place } = action;
  return (
    adminAction === true ||
    destructive === true ||
    place === 'instance' ||
    ['lead', 'admin'].includes(permission)
  );
}

/** Each declared refusal is a code of the table. */
export function refusalProblems(
  actions: Iterable<AnyAction>,
  table: Readonly<Record<string, unknown>>,
): string[] {
  return [...actions].flatMap(({ name, refusals }) => [
    ...refusals.filter((code) => !(code in table)).map((code) => `${name}: the error table lacks ${code}`),
    ...(new Set(refusals).size === refusals.length ? [] : [`${name}: names a refusal twice`]),
  ]);
}

/** Each code has a row of its own at every door and in the documentation. `httpOf`: the status tRPC gives a code of its. */
export function errorTableProblems(
  table: Readonly<Record<string, ErrorRow>>,
  httpOf: (trpcCode: string) => number,
  page: string,
): string[] {
  const hints = Object.values(table).map(({ hint }) => hint);
  return Object.entries(table).flatMap(([code, { status, trpc, hint }]) => [
    ...(httpOf(trpc) === status
      ? []
      : [`${code}: is ${status}, but tRPC answers ${httpOf(trpc)} for ${trpc}`]),
    ...(hint.length >= 20 ? [] : [`${code}: does not say what to do`]),
    ...(hints.filter((other) => other === hint).length === 1 ? [] : [`${code}: has the hint of another`]),
    ...(page.includes(`| \`${code}\` | ${status} |`) ? [] : [`${code}: has no row in the documentation`]),
  ]);
}

interface JsonSchema {
  readonly [key: string]: unknown;
}
const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The input is one strict object, strict all the way down, and says of each part what it is. */
export function inputProblems({ name, input }: Pick<Definition, 'name' | 'input'>): string[] {
  let schema: JsonSchema;
  try {
    schema = { ...z.toJSONSchema(input, { io: 'input' }) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return [`${name}: ${error.message}`];
  }
  const problems = schema.type === 'object' ? [] : [`${name}: takes no object`];
  const visit = (node: unknown, path: string): void => {
    if (!isSchema(node)) return;
    const says = ['type', 'enum', 'const', 'anyOf', 'oneOf', 'allOf', '$ref'].some((key) => key in node);
    if (!says) problems.push(`${path}: takes anything`);
    if (node.type === 'object') {
      // A record's values have a schema of their own; anything else names all of its keys.
      if (node.additionalProperties !== false && !isSchema(node.additionalProperties)) {
        problems.push(`${path}: is not strict`);
      }
      visit(isSchema(node.additionalProperties) ? node.additionalProperties : null, `${path}.*`);
      for (const [key, inner] of Object.entries(Object(node.properties))) visit(inner, `${path}.${key}`);
    }
    visit(node.items, `${path}[]`);
    for (const key of ['anyOf', 'oneOf', 'allOf']) {
      const list = node[key];
      if (Array.isArray(list)) for (const inner of list) visit(inner, path);
    }
  };
  visit(schema, name);
  return problems;
}

/** Names and texts that agents and people read: of code only, short, whole sentences. */
export function wordingProblems({ name, title, description, input }: Definition): string[] {
  const texts = [title, description, ...describedIn(z.toJSONSchema(input, { io: 'input' }))];
  return [
    ...(/^[a-z]+\.[a-z][a-zA-Z]+$/.test(name) ? [] : [`${name}: is not named noun.verb`]),
    ...(title.length <= 60 && !title.endsWith('.') ? [] : [`${name}: the title is no title`]),
    ...(description.length <= 160 && description.endsWith('.')
      ? []
      : [`${name}: the description is no sentence`]),
    ...texts
      // Line ends, markup and braces are how stored text would come in.
      .filter((text) => /[\n<>{}$`]|undefined|null,|\[object/.test(text) || text.trim() === '')
      .map((text) => `${name}: odd text ${JSON.stringify(text)}`),
  ];
}

function describedIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(describedIn);
  if (!isSchema(node)) return [];
  return Object.entries(node).flatMap(([key, inner]) =>
    key === 'description' && typeof inner === 'string' ? [inner] : describedIn(inner),
  );
}

/** Each action and query has its place in the documentation. */
export function docProblems(definitions: Iterable<Definition>, page: string): string[] {
  return [...definitions].flatMap(({ name, title }) =>
    page.split(`\n### \`${name}\` ${title}\n`).length === 2 ? [] : [`${name}: is not documented once`],
  );
}
