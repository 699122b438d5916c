import { initTRPC, TRPCError } from '@trpc/server';
import { z } from 'zod';
import type { Action, Query } from '../actions/action';
import type { Credential } from '../actions/credential';
import { execute } from '../actions/execute';
import type { PipelineRuntime } from '../actions/pipeline-runtime';
import { AppError, type ErrorBody, errorTable, isAppError, toErrorBody } from '../errors';

export interface TrpcContext {
  readonly runtime: PipelineRuntime;
  /** null: nobody is signed in. */
  readonly credential: Credential | null;
  readonly requestId: string;
}

/** `t` stays here: a procedure that is neither action() nor query() cannot be written. */
const t = initTRPC.context<TrpcContext>().create({
  errorFormatter({ shape, error, ctx }) {
    const body: ErrorBody = bodyOf(error, ctx?.requestId);
    return {
      message: body.message,
      code: shape.code,
      data: { code: shape.data.code, httpStatus: shape.data.httpStatus, path: shape.data.path, body },
    };
  },
});

function bodyOf(error: TRPCError, requestId: string | undefined): ErrorBody {
  if (isAppError(error.cause)) return toErrorBody(error.cause);
  if (error.code === 'BAD_REQUEST' || error.code === 'PARSE_ERROR') {
    return toErrorBody(
      new AppError('INVALID_ARGUMENTS', 'The call must be {project, arguments, idempotencyKey?, dryRun?}.'),
    );
  }
  if (error.code === 'NOT_FOUND')
    return toErrorBody(new AppError('UNKNOWN_ACTION', 'There is no such procedure.'));
  if (error.code === 'METHOD_NOT_SUPPORTED') {
    return toErrorBody(new AppError('METHOD_NOT_ALLOWED', 'Queries are GET, actions are POST.'));
  }
  return toErrorBody(error, requestId);
}

/** Runs one call through the pipeline; the only conversion of a refusal at this door. */
async function call(ctx: TrpcContext, action: string, input: Envelope<unknown>) {
  try {
    if (ctx.credential === null) throw new AppError('UNAUTHENTICATED', 'Nobody is signed in.');
    return await execute(ctx.runtime, {
      action,
      credential: ctx.credential,
      project: input.project,
      arguments: input.arguments,
      idempotencyKey: input.idempotencyKey,
      dryRun: input.dryRun,
      ticket: input.ticket,
      origin: { door: 'trpc', requestId: ctx.requestId },
    });
  } catch (error) {
    if (isAppError(error))
      throw new TRPCError({ code: errorTable[error.code].trpc, message: error.message, cause: error });
    throw error;
  }
}

interface Envelope<Arguments> {
  readonly project: string;
  readonly arguments: Arguments;
  readonly idempotencyKey?: string | undefined;
  readonly dryRun?: boolean | undefined;
  readonly ticket?: string | undefined;
}

const envelope = z.strictObject({
  project: z.string().max(40),
  arguments: z.unknown(),
  idempotencyKey: z.string().max(200).optional(),
  dryRun: z.boolean().optional(),
  ticket: z.string().max(80).optional(),
});

/** Only the envelope is parsed here; the pipeline parses the arguments, so that no door parses otherwise. */
function parseEnvelope<Arguments>(raw: unknown): Envelope<Arguments> {
  const { arguments: args, ...rest } = envelope.parse(raw);
  return { ...rest, arguments: args as Arguments };
}

/** The one way to make a mutation. */
export function action<Name extends string, In extends z.ZodType, Out extends z.ZodType, Own>(
  definition: Action<Name, In, Out, Own>,
) {
  return t.procedure
    .input((raw: unknown) => parseEnvelope<z.input<In>>(raw))
    .mutation(async ({ ctx, input }) => {
      const outcome = await call(ctx, definition.name, input);
      return { ...outcome, result: outcome.result as z.output<Out> };
    });
}

/** The one way to make a query. */
export function query<Name extends string, In extends z.ZodType, Out extends z.ZodType>(
  definition: Query<Name, In, Out>,
) {
  return t.procedure
    .input((raw: unknown) => parseEnvelope<z.input<In>>(raw))
    .query(async ({ ctx, input }) => (await call(ctx, definition.name, input)).result as z.output<Out>);
}

export const router = t.router;
