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
  ticket: z.string().optional().describe('Of your session'),
  maxBytes: z.int().min(ANSWER_BYTES).max(LARGEST_BYTES).default(ANSWER_BYTES).describe('Longest answer'),
});
type Input = z.output<typeof RunAction>;

/** Arguments by which queries take the size of a page. */
const PAGE_SIZES = ['limit', 'perStage', 'history'] as const;
/** Where to begin for a reader who pays for each word; the schema's own defaults are for screens. */
const SMALL_PAGES: Readonly<Record<string, number>> = {
  'board.window': 4,
  'event.list': 20,
  'handoff.get': 10,
  'session.entries': 20,
};

interface Page {
  readonly name: string;
  readonly size: number;
  readonly smallest: number;
}

/** How the query is paged, as its schema says; null where it is not. */
function pageOf(exchange: Exchange, query: string): Page | null {
  const properties = Object(inputSchemaOf(exchange.runtime, query)?.properties);
  for (const name of PAGE_SIZES) {
    const { default: usual, minimum }: { default?: unknown; minimum?: unknown } = Object(properties[name]);
    if (typeof usual !== 'number') continue;
    const smallest = typeof minimum === 'number' ? minimum : 1;
    return { name, size: Math.min(usual, SMALL_PAGES[query] ?? usual), smallest };
  }
  return null;
}

function answer(exchange: Exchange, outcome: Outcome, input: Input, page?: Record<string, number>) {
  const { ok, action, result, eventSeq, replayed } = outcome;
  const query = exchange.runtime.registry.queries.has(action);
  return {
    ok,
    action,
    result,
    eventSeq,
    replayed,
    ...(input.dryRun === true && !query ? { dryRun: true } : {}),
    ...(page === undefined ? {} : { narrowed: page }),
    // What a query reads was written by people and agents: data, never instructions.
    ...(query ? { untrusted: true } : {}),
  };
}

function tooLong(bytes: number, input: Input, page: Page | null): AppError {
  return new AppError('TOO_LARGE', 'The answer is longer than you allowed; nothing was cut.', {
    hint: 'Repeat the call with the arguments in details.less, or with what details.repeatWith says.',
    details: {
      bytes,
      limitBytes: input.maxBytes,
      ...(page !== null && page.size > page.smallest
        ? { less: { [page.name]: smaller(page, bytes, input.maxBytes) } }
        : {}),
      ...(bytes <= LARGEST_BYTES ? { repeatWith: { maxBytes: Math.ceil(bytes / 1024) * 1024 } } : {}),
    },
  });
}

function smaller({ size, smallest }: Page, bytes: number, limit: number): number {
  return Math.max(smallest, Math.min(size - 1, Math.floor((size * limit * MARGIN) / bytes)));
}

/** A caller that names no page size gets a page that fits and is told its size; one that does is taken at its word. */
async function read(exchange: Exchange, input: Input) {
  const page = pageOf(exchange, input.action);
  const own = page === null ? undefined : input.arguments[page.name];
  if (page === null || own !== undefined) {
    const outcome = await exchange.execute(input.action, input.arguments);
    const body = answer(exchange, outcome, input);
    const bytes = bytesOf(body);
    if (bytes <= input.maxBytes) return body;
    throw tooLong(bytes, input, page && { ...page, size: Number(own) });
  }
  let { size } = page;
  for (;;) {
    const narrowed = { [page.name]: size };
    const outcome = await exchange.execute(input.action, { ...input.arguments, ...narrowed });
    const body = answer(exchange, outcome, input, narrowed);
    const bytes = bytesOf(body);
    if (bytes <= input.maxBytes) return body;
    if (size === page.smallest) throw tooLong(bytes, input, { ...page, size });
    // A guess that was still too long is not refined: the smallest page decides.
    size = size < page.size ? page.smallest : smaller({ ...page, size }, bytes, input.maxBytes);
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
    const { idempotencyKey, dryRun, ticket } = input;
    const outcome = await exchange.execute(input.action, input.arguments, { idempotencyKey, dryRun, ticket });
    return answer(exchange, outcome, input);
  },
});
