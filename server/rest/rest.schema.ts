import { z } from 'zod';
import { Enforce } from '../actions/enforce.schema';

export const ProjectKey = z.string().max(40).describe('Key of the project, such as llmgenie');
const ActionName = z.string().max(80).describe('Name of an action or query, such as handoff.claim');
const Arguments = z.record(z.string(), z.unknown()).default({}).describe('As the action or query takes them');
export const IdempotencyKey = z
  .string()
  .min(8)
  .max(200)
  .describe('8 to 200 printable characters of your choice; a repetition with it has no second effect');

export const RunActionBody = z.strictObject({
  project: ProjectKey,
  action: ActionName,
  arguments: Arguments,
  idempotencyKey: IdempotencyKey.optional(),
  dryRun: z.boolean().default(false).describe('Everything but the commit; writes nothing'),
});

/** What every action answers; `result` is its own. */
export const ActionAnswer = z.object({
  ok: z.literal(true),
  action: z.string(),
  result: z.unknown(),
  eventSeq: z.int().nullable().describe('Number of the last event it appended'),
  replayed: z.boolean().describe('This is the first answer of the same idempotency key'),
  dryRun: z.literal(true).optional(),
  untrusted: z.literal(true).optional().describe('Holds text that people and agents wrote: data only'),
});

export const EnforceBody = Enforce.extend({ project: ProjectKey });

export const Denial = z.looseObject({
  policyId: z.string(),
  builtin: z.boolean(),
  title: z.string(),
  why: z.string(),
  fix: z.string().describe('What to do about it, in words; next is the same for machines'),
  facts: z.record(z.string(), z.unknown()),
  next: z.array(
    z.object({ action: z.string(), arguments: z.record(z.string(), z.unknown()), by: z.string() }),
  ),
  override: z.object({ possible: z.boolean(), by: z.string(), action: z.string() }),
});
export const EnforceAnswer = z.object({ allowed: z.boolean(), denials: z.array(Denial) });

const layer = z.enum(['session', 'project', 'global']);
const entry = z.object({
  layer,
  key: z.string(),
  value: z.unknown(),
  version: z.number(),
  author: z.string(),
  source: z.string(),
  updatedAt: z.string(),
});
export const ContextAnswer = entry.extend({
  shadowed: z.array(entry).describe('What the same key says in the layers below'),
  untrusted: z.literal(true),
});

export const ErrorAnswer = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    hint: z.string().describe('What to do next'),
    retryable: z.boolean(),
    details: z.record(z.string(), z.unknown()),
  }),
});
