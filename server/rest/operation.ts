import type { z } from 'zod';
import { issuesOf } from '../actions/admission';
import type { Enforce, Enforced } from '../actions/enforce.schema';
import type { Outcome } from '../actions/execute.types';
import { AppError, type ErrorCode } from '../errors';
import { type JsonSchema, jsonSchema } from './json-schema';

export interface RunOptions {
  readonly idempotencyKey?: string | undefined;
  readonly dryRun?: boolean | undefined;
}

/** One request as an operation sees it. Nothing of it is checked yet but its form. */
export interface Call {
  /** Variables of the path. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, unknown>>;
  /** Of the header. */
  readonly idempotencyKey: string | undefined;
  /** Whether the call would be allowed; throws AppError for what is no refusal. */
  ask(project: string, question: z.output<typeof Enforce>): Promise<z.input<typeof Enforced>>;
  /** The pipeline, as whoever sent the request; throws AppError. */
  run(project: string, action: string, args: unknown, options?: RunOptions): Promise<Outcome>;
}

export interface Answer {
  readonly body: unknown;
  readonly replayed?: boolean;
}

/** One method of one path. The door serves it and the document describes it; there is no other list. */
export interface Operation {
  /** `handoff.send`, or a name of its own. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Below /api/v1, variables in braces. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description: string;
  readonly query: JsonSchema;
  readonly body: JsonSchema | null;
  /** Where the body may be left out, as none of it is required. */
  readonly answer: z.ZodType;
  /** Name of the answer's schema in the document. */
  readonly answerName: string;
  readonly codes: readonly ErrorCode[];
  /** Takes an Idempotency-Key. */
  readonly keyed: boolean;
  /** The action or query it runs, for the record of an agent's calls and for the size of the body. */
  actionOf(call: Pick<Call, 'body'>): string;
  run(call: Call): Promise<Answer>;
}

/** What the door itself takes, by its own schema; arguments of an action are parsed by the pipeline alone. */
export function take<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AppError('INVALID_ARGUMENTS', 'The request is not valid.', {
    details: { issues: issuesOf(parsed.error), inputSchema: jsonSchema(schema, 'input') },
  });
}
