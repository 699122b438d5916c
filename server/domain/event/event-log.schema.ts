import { z } from 'zod';
import { HandoffRef } from '../handoff/handoff.schema';

const Seq = z.int().min(0);

export const EventLogInput = z.strictObject({
  before: Seq.optional().describe('Older than this number, newest first'),
  after: Seq.optional().describe('Newer than this number, the next ones'),
  types: z.array(z.string().max(60)).max(40).optional(),
  actor: z.uuid().optional().describe('Id of who did it'),
  handoff: HandoffRef.optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
  limit: z.int().min(1).max(200).default(50),
});

const Who = z.object({ id: z.string(), kind: z.enum(['person', 'agent', 'system']), name: z.string() });

export const EventRow = z.object({
  seq: z.int(),
  at: z.string(),
  type: z.string(),
  actor: Who.nullable(),
  subject: z.object({ kind: z.string(), id: z.string(), handoff: z.string().optional() }).nullable(),
  sessionId: z.string().nullable(),
  action: z.string().nullable(),
  /** Hash of the policies that decided. */
  policySet: z.string().nullable(),
  /** What made the system act. */
  causedBy: z.string().nullable(),
  payload: z.record(z.string(), z.unknown()),
  redacted: z.boolean(),
  hash: z.string(),
  previousHash: z.string(),
});
export type EventRow = z.infer<typeof EventRow>;

export const EventLog = z.object({
  /** Newest first. */
  events: z.array(EventRow),
  /** Whether there are more on that side, as far as the filter lets through. */
  older: z.boolean(),
  newer: z.boolean(),
  seq: z.int().describe('Head of the log'),
  untrusted: z.literal(true),
});
export type EventLog = z.infer<typeof EventLog>;

export const EventChangeInput = z.strictObject({ seq: z.int().min(1) });
/** What a change changed: each field with the value that an earlier event of the same thing gave it. */
export const EventChange = z.object({
  seq: z.int(),
  fields: z.array(
    z.object({ field: z.string(), before: z.unknown(), known: z.boolean(), after: z.unknown() }),
  ),
  untrusted: z.literal(true),
});
export type EventChange = z.infer<typeof EventChange>;

export const VerifyInput = z.strictObject({
  after: Seq.default(0).describe('Number up to which the chain was checked before'),
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional()
    .describe('Hash of that event, as the check before answered it'),
  limit: z.int().min(1).max(5000).default(2000).describe('Most events of this slice'),
});
/** The first event that is not as it was sealed, and how. */
export const ChainProblem = z.object({
  seq: z.int(),
  problem: z.enum(['missing', 'hash', 'row', 'payload', 'head']),
});
export const Verified = z.object({
  /** Everything up to here is as it was sealed. */
  seq: z.int(),
  hash: z.string(),
  head: z.int(),
  done: z.boolean(),
  at: z.string(),
  problem: ChainProblem.nullable(),
});
export type Verified = z.infer<typeof Verified>;
