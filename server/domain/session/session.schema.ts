import { z } from 'zod';
import { ActorView, HandoffRef, Mode } from '../handoff/handoff.schema';

const Branch = z
  .string()
  .max(120)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]*$/);

export const StartSession = z.strictObject({
  handoff: HandoffRef.optional(),
  branch: Branch.optional(),
  mode: Mode.default('code'),
  focus: z.string().trim().max(500).default(''),
});
export const LogSession = z.strictObject({
  stream: z.enum(['event', 'tech', 'meta']).default('tech'),
  text: z.string().trim().min(1).max(8000),
  data: z.record(z.string().max(60), z.string().max(2000)).default({}),
});
export const FinishSession = z.strictObject({ summary: z.string().trim().max(8000).optional() });
export const SessionResult = z.strictObject({
  session: z.string(),
  state: z.enum(['active', 'paused', 'finished', 'lost']),
  mode: Mode,
});
export const EntryResult = z.strictObject({ session: z.string(), entry: z.string() });

export const SessionView = z.object({
  id: z.string(),
  actor: ActorView,
  handoff: z.string().nullable(),
  state: z.enum(['active', 'paused', 'finished', 'lost']),
  mode: z.string(),
  branch: z.string().nullable(),
  focus: z.string(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  summary: z.string().nullable(),
});
export type SessionView = z.infer<typeof SessionView>;
export const SessionEntryView = z.object({
  id: z.string(),
  session: z.string(),
  stream: z.enum(['event', 'tech', 'meta']),
  text: z.string(),
  data: z.record(z.string(), z.unknown()),
  actor: ActorView,
  at: z.string(),
});
export type SessionEntryView = z.infer<typeof SessionEntryView>;
export const SessionEntriesInput = z.strictObject({
  handoff: HandoffRef.optional(),
  session: z.uuid().optional(),
  limit: z.number().int().min(1).max(200).default(100),
});
export const SessionEntries = z.object({
  sessions: z.array(SessionView),
  entries: z.array(SessionEntryView),
  untrusted: z.literal(true),
});
export const SessionListInput = z.strictObject({ limit: z.number().int().min(1).max(100).default(50) });
export const SessionList = z.object({ sessions: z.array(SessionView) });
