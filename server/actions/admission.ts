import type pg from 'pg';
import { z } from 'zod';
import { withClient } from '../db/pool';
import { AppError } from '../errors';
import { guardInput } from '../policy/input-guard';
import type { AnyAction, AnyQuery } from './action';
import type { Refusal } from './change';
import { statementName } from './commit';
import type { Credential } from './credential';
import { type BaseFacts, factsStatement } from './facts';
import type { Origin } from './observer';
import type { PipelineRuntime } from './pipeline-runtime';
import { type Fragment, render, type Sql } from './sql';

export interface Caller {
  readonly credential: Credential;
  /** Key of the project; null takes the token's own. */
  readonly project: string | null;
  /** Where it came in; absent for what the system does by itself. */
  readonly origin?: Origin | undefined;
}

/** Runs a prepared read; the row's shape is what the fragment's author promises beside its SQL. */
export async function select<Row>(client: pg.PoolClient, query: Fragment<Row>): Promise<Row[]> {
  const { text, values } = render(query);
  const answer = await client.query({ name: statementName(text), text, values });
  return answer.rows as Row[];
}

/** As the table checks it; what looks otherwise is no project's key, and may be no text that PostgreSQL takes. */
const PROJECT_KEY = /^[a-z][a-z0-9-]{0,39}$/;
/** Of no project: see above. */
const NO_KEY = '';

/** Reads base facts and the action's own in one statement; times have the database's clock. */
export async function readFacts(
  runtime: PipelineRuntime,
  request: Caller & { readonly idempotencyKey?: string | undefined },
  own: Sql | null,
): Promise<BaseFacts & { own: unknown }> {
  const statement: Fragment<{ facts: BaseFacts & { own: unknown } }> = factsStatement(
    request.credential,
    request.project === null || PROJECT_KEY.test(request.project) ? request.project : NO_KEY,
    request.idempotencyKey ?? null,
    own,
  );
  const rows = await withClient(runtime.pool, (client) => select(client, statement));
  const facts = rows[0]?.facts;
  if (facts === undefined) throw new Error('the facts statement answered no row');
  return facts;
}

/** Key of the reserved project that global things belong to. */
export const INSTANCE = 'instance';

/** Whether it runs in that project at all. */
export function isPlaced(definition: AnyAction | AnyQuery, projectKey: string): boolean {
  const place = definition.place ?? 'project';
  return place === 'any' || (place === 'instance') === (projectKey === INSTANCE);
}

/** Whose request it is, or the refusal every door gives for it. */
export function authenticate(
  facts: BaseFacts,
  definition: AnyAction | AnyQuery,
): asserts facts is BaseFacts & {
  project: NonNullable<BaseFacts['project']>;
  actor: NonNullable<BaseFacts['actor']>;
} {
  const { credential } = facts;
  if (!credential.known || credential.revoked || credential.expired) {
    throw new AppError('UNAUTHENTICATED', 'The credential is unknown, revoked or expired.');
  }
  if (facts.project === null || facts.actor === null) {
    throw new AppError('NOT_FOUND', 'There is no such project for you.');
  }
  if (!isPlaced(definition, facts.project.key)) {
    const where = facts.project.key === INSTANCE ? 'a project' : 'the project instance';
    throw new AppError('UNKNOWN_ACTION', `This runs in ${where} only.`);
  }
  if (!credential.scopes.includes(definition.scope)) {
    throw new AppError('INSUFFICIENT_SCOPE', `This needs the scope ${definition.scope}.`, {
      details: { scope: definition.scope },
    });
  }
  if (definition.audience === 'system' && facts.actor.kind !== 'system') {
    throw new AppError('UNKNOWN_ACTION', 'There is no such action.');
  }
}

/** What is wrong where. A message names no key that the caller made up: those are data, and stand in `keys`. */
export function issuesOf(error: z.ZodError): Record<string, unknown>[] {
  return error.issues.slice(0, 20).map((issue) => ({
    path: issue.path.map(String).join('.'),
    code: issue.code,
    ...(issue.code === 'unrecognized_keys'
      ? { message: 'These keys are not known here.', keys: issue.keys.slice(0, 20) }
      : { message: issue.message.slice(0, 300) }),
  }));
}

export function parseArguments(definition: AnyAction | AnyQuery, args: unknown): unknown {
  const guard = guardInput(args, definition.maxCharacters);
  if (!guard.ok) {
    throw new AppError(
      guard.code,
      `The arguments of ${definition.name} are not acceptable: ${guard.reason}.`,
      {
        details: { path: guard.path, reason: guard.reason },
      },
    );
  }
  const parsed = definition.input.safeParse(args ?? {});
  if (parsed.success) return parsed.data;
  throw new AppError('INVALID_ARGUMENTS', `The arguments of ${definition.name} are not valid.`, {
    details: {
      issues: issuesOf(parsed.error),
      inputSchema: z.toJSONSchema(definition.input, { io: 'input' }),
    },
  });
}

/** @param handoff the one the refused call was about: a step that names none is about the same */
export function refusalError(refusal: Refusal, handoff: string | null): AppError {
  return new AppError(refusal.code, refusal.message, {
    details: { rule: refusal.rule, ...refusal.details, next: stepsOn(refusal, handoff) },
  });
}

/** The steps as they can be run: where an action wants a handoff and the rule named none, with the present one. */
export function stepsOn(refusal: Refusal, handoff: string | null): Refusal['next'] {
  return refusal.next.map((step) =>
    handoff !== null && /^(handoff|checklist)\./.test(step.action)
      ? { ...step, arguments: { handoff, ...step.arguments } }
      : step,
  );
}
