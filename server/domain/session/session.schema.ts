import { z } from 'zod';
import { ActorView, HandoffRef, Mode } from '../handoff/handoff.schema';
import { Budget, Gap, RecoveryBrief } from './brief.schema';

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
/** What begins a session or goes on with one. */
export const OpenedResult = SessionResult.extend({
  state: z.literal('active'),
  ticket: z
    .string()
    .describe('Name it in later calls: what names it is refused once somebody recovered the session'),
});
export const PauseSession = z.strictObject({ note: z.string().trim().max(500).optional() });
export const ResumeSession = z.strictObject({
  session: z.uuid().optional().describe('A paused one of yours; the newest where absent'),
});
export const SwitchSession = z.strictObject({
  mode: Mode.optional(),
  handoff: HandoffRef.optional(),
  focus: z.string().trim().max(500).optional(),
});
/** Roles of the project that the mode activates, and whether the actor holds them. */
export const SwitchResult = z.strictObject({
  session: z.string(),
  state: z.literal('active'),
  mode: Mode,
  roles: z.array(z.strictObject({ role: z.string(), held: z.boolean() })),
});
export const RecoverSession = z.strictObject({
  session: z.uuid().optional().describe('The newest of yours that is not finished where absent'),
  budget: Budget,
  onto: z
    .string()
    .min(1)
    .max(120)
    .optional()
    .describe('Name of whoever goes on: for leads and owners; its own actor or the caller where absent'),
});
export const RecoveryResult = z.strictObject({
  session: z.string(),
  state: z.literal('active'),
  ticket: z.string().describe('Name it in every later call; the one from before is refused from now on'),
  recovery: z.string(),
  brief: RecoveryBrief,
  untrusted: z.literal(true),
});
export const BriefInput = z.strictObject({ session: z.uuid().optional(), budget: Budget });
export const BriefResult = z.object({ brief: RecoveryBrief, untrusted: z.literal(true) });
export const LoseSession = z.strictObject({ session: z.uuid() });
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
  /** Last line or action. */
  heardAt: z.string(),
  /** The session it continues. */
  parent: z.string().nullable(),
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
export const SessionListInput = z.strictObject({
  limit: z.number().int().min(1).max(100).default(50),
  before: z.uuid().optional().describe('The last session of the page before'),
  state: z.enum(['active', 'paused', 'finished', 'lost']).optional(),
});
export const SessionList = z.object({
  sessions: z.array(SessionView),
  /** null: the last page. */
  next: z.string().nullable(),
  untrusted: z.literal(true),
});

export const LanesInput = z.strictObject({ hours: z.number().int().min(1).max(72).default(4) });
/** A handoff that went from one lane to another. */
export const Baton = z.object({
  handoff: z.string(),
  kind: z.enum(['send', 'return', 'route']),
  at: z.string(),
  from: z.string(),
  /** null: nobody took it yet. */
  to: z.string().nullable(),
  takenAt: z.string().nullable(),
});
export const Lanes = z.object({
  now: z.string(),
  from: z.string(),
  sessions: z.array(SessionView),
  batons: z.array(Baton),
  untrusted: z.literal(true),
});
export type Lanes = z.infer<typeof Lanes>;

export const GetSession = z.strictObject({ session: z.uuid() });
export const RecoveryView = z.object({
  id: z.string(),
  at: z.string(),
  by: ActorView,
  fenceFrom: z.number().nullable(),
  fenceTo: z.number().nullable(),
  brief: RecoveryBrief,
  /** null until the first action after it. */
  firstAction: z.string().nullable(),
  firstAt: z.string().nullable(),
  fitted: z.boolean().nullable(),
});
export const SessionDetail = z.object({
  now: z.string(),
  session: SessionView,
  gaps: z.array(Gap.omit({ minutes: true })),
  /** Newest first; ten at most. */
  recoveries: z.array(RecoveryView),
  counts: z.object({ event: z.number(), tech: z.number(), meta: z.number() }),
  untrusted: z.literal(true),
});
export type SessionDetail = z.infer<typeof SessionDetail>;

export const TimelineInput = z.strictObject({
  session: z.uuid(),
  streams: z
    .array(z.enum(['event', 'tech', 'meta']))
    .min(1)
    .max(3)
    .default(['event', 'tech', 'meta']),
  before: z.string().max(80).optional().describe('Cursor of the page before'),
  limit: z.number().int().min(1).max(200).default(100),
});
/** A line that was written, or an action that was done; its words are data. */
export const TimelineLine = z.object({
  id: z.string(),
  stream: z.enum(['event', 'tech', 'meta']),
  at: z.string(),
  actor: ActorView.nullable(),
  /** Of a written line. */
  text: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
  /** Of an action: type of its event, with the payload as data. */
  type: z.string().nullable(),
  handoff: z.string().nullable(),
});
export type TimelineLine = z.infer<typeof TimelineLine>;
export const Timeline = z.object({
  /** Newest first. */
  lines: z.array(TimelineLine),
  next: z.string().nullable(),
  untrusted: z.literal(true),
});
