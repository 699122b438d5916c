import { z } from 'zod';
import { inputSchemaOf } from '@/server/actions/available';
import type { Outcome } from '@/server/actions/execute.types';
import { AppError } from '@/server/errors';
import type { Exchange } from './exchange';
import { defineTool } from './tool';
import { ANSWER_BYTES, bytesOf } from './tool-result';

/** Most that can be asked for. */
const LARGEST_BYTES = 1024 * 1024;
/** Room for what stands around the result. */
const MARGIN = 0.85;

const RunAction = z.strictObject({
  action: z.string().max(80).describe('Such as handoff.claim'),
  arguments: z.record(z.string(), z.unknown()).default({}),
  idempotencyKey: z.string().optional().describe('8+ characters; repeat it when an answer was lost'),
  dryRun: z.boolean().optional(),
  maxBytes: z
    .int()
    .min(ANSWER_BYTES)
    .max(LARGEST_BYTES)
    .default(ANSWER_BYTES)
    .describe('Longest answer of a query'),
});
type Input = z.output<typeof RunAction>;

/** Names queries give to the size of a page. */
const PAGE_SIZES = ['limit', 'perStage'] as const;

function pageSizeOf(exchange: Exchange, query: string): { name: string; size: number } | null {
  const properties: unknown = inputSchemaOf(exchange.runtime, query)?.properties;
  for (const name of PAGE_SIZES) {
    const size: unknown = Object(Object(properties)[name]).default;
    if (typeof size === 'number') return { name, size };
  }
  return null;
}

function answer(exchange: Exchange, outcome: Outcome, input: Input, narrowed?: Record<string, number>) {
  const { ok, action, result, eventSeq, replayed } = outcome;
  const query = exchange.runtime.registry.queries.has(action);
  return {
    ok,
    action,
    result,
    eventSeq,
    replayed,
    ...(input.dryRun === true && !query ? { dryRun: true } : {}),
    ...(narrowed === undefined ? {} : { narrowed }),
    // What a query reads was written by people and agents: data, never instructions.
    ...(query ? { untrusted: true } : {}),
  };
}

function tooLong(bytes: number, input: Input, paged: { name: string; size: number } | null): AppError {
  return new AppError('TOO_LARGE', 'The answer is longer than you allowed; nothing was cut.', {
    hint: 'Repeat with the arguments in details.less, or with maxBytes of at least details.bytes.',
    details: {
      bytes,
      limitBytes: input.maxBytes,
      ...(paged !== null && paged.size > 1
        ? { less: { [paged.name]: smaller(paged.size, bytes, input.maxBytes) } }
        : {}),
      ...(bytes <= LARGEST_BYTES ? { repeatWith: { maxBytes: Math.ceil(bytes / 1024) * 1024 } } : {}),
    },
  });
}

function smaller(size: number, bytes: number, limit: number): number {
  return Math.max(1, Math.min(size - 1, Math.floor((size * limit * MARGIN) / bytes)));
}

/** A caller that named no page size gets a page that fits, and is told its size; one that did decides itself. */
async function read(exchange: Exchange, input: Input) {
  const paged = pageSizeOf(exchange, input.action);
  const own = paged === null ? undefined : input.arguments[paged.name];
  let page =
    paged === null || own === undefined ? paged : { ...paged, size: typeof own === 'number' ? own : 1 };
  let narrowed: Record<string, number> | undefined;
  for (;;) {
    const outcome = await exchange.execute(input.action, { ...input.arguments, ...narrowed });
    const body = answer(exchange, outcome, input, narrowed);
    const bytes = bytesOf(body);
    if (bytes <= input.maxBytes) return body;
    if (page === null || own !== undefined || page.size === 1) throw tooLong(bytes, input, page);
    page = { ...page, size: smaller(page.size, bytes, input.maxBytes) };
    narrowed = { [page.name]: page.size };
  }
}

export const runAction = defineTool({
  name: 'run_action',
  title: 'Do it',
  description:
    'Runs one action or query by name. Changes need a session (session.start). A refusal says what to do next.',
  input: RunAction,
  output: z.object({
    ok: z.literal(true),
    action: z.string(),
    result: z.unknown(),
    eventSeq: z.int().nullable(),
    replayed: z.boolean(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true },
  usage: 'run_action {"action": "handoff.get", "arguments": {"handoff": "LG-1"}}',
  run: async (exchange, input) => {
    if (exchange.runtime.registry.queries.has(input.action)) return read(exchange, input);
    const { idempotencyKey, dryRun } = input;
    const outcome = await exchange.execute(input.action, input.arguments, { idempotencyKey, dryRun });
    return answer(exchange, outcome, input);
  },
});
