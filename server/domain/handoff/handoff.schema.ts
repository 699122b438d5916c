import { z } from 'zod';
import { PlanItemAt } from '../plan/plan.schema';

/** A handoff is named by its short number at every door. */
export const HandoffRef = z
  .string()
  .regex(/^[A-Z]{2,5}-[1-9][0-9]{0,8}$/, 'Use the short number, such as LG-1')
  .describe('Short number of the handoff, such as LG-1');

export const StageKey = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/)
  .describe('Key of a stage, such as build');
export const Mode = z.enum(['code', 'meta', 'debug', 'docs', 'test', 'knowledge', 'discuss']);
export const HandoffState = z.enum(['offered', 'active', 'input_required', 'done', 'cancelled']);
export type HandoffState = z.infer<typeof HandoffState>;

const text = (max: number) => z.string().max(max);

/** What a handoff carries: five artifacts, a startup prompt, control questions and success criteria. */
export const Package = z.strictObject({
  summary: text(16_000).optional().describe('What was done and what the next one must know'),
  lessons: text(16_000).optional().describe('What was learned on the way'),
  checklist: text(16_000).optional().describe('What was checked and how'),
  audit: text(16_000).optional().describe('Who decided what, and where it is written'),
  metadata: z
    .record(z.string().max(60), z.string().max(1000))
    .optional()
    .describe('Names and values, such as commit: 9f2c1ab'),
  startupPrompt: text(8000).optional().describe('The first words for whoever takes it next'),
  controlQuestions: z
    .array(text(500))
    .max(20)
    .optional()
    .describe('Questions the next one answers first; three at least'),
  successCriteria: z.array(text(500)).max(20).optional().describe('How anybody can tell that it is done'),
  links: z
    .array(z.strictObject({ label: text(120), url: z.url().max(2000) }))
    .max(30)
    .optional(),
});
export type Package = z.infer<typeof Package>;

const Title = z.string().trim().min(1).max(200);
const Branch = z
  .string()
  .max(120)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]*$/);
/** What ISO 8601 allows and PostgreSQL does not: the year 0 and offsets of 16 hours and more. */
const DueAt = z.iso
  .datetime({ offset: true })
  .refine((text) => /^[1-9]\d{3}-.*(?:Z|[+-](?:0\d|1[0-5]):\d\d)$/.test(text), {
    message: 'A year from 1000 on, and an offset of less than 16 hours',
  });
const Reason = z.string().trim().min(3).max(2000);
const expectedVersion = z.number().int().positive().describe('Version you saw; a stale one answers CONFLICT');
const fence = z
  .number()
  .int()
  .positive()
  .optional()
  .describe('Fence from handoff.claim; a late write is refused');

export const CreateHandoff = z.strictObject({
  title: Title,
  stage: StageKey.optional().describe('A start stage; the first one where absent'),
  mode: Mode.default('code'),
  priority: z.number().int().min(0).max(4).default(2).describe('0 is most urgent'),
  dueAt: DueAt.optional(),
  labels: z.array(z.string().min(1).max(40)).max(12).default([]),
  branch: Branch.optional(),
  package: Package.default({}),
  planItem: PlanItemAt.optional().describe('Plan item that this handoff does; it closes with it'),
});

export const UpdateHandoff = z.strictObject({
  handoff: HandoffRef,
  expectedVersion,
  fence,
  title: Title.optional(),
  mode: Mode.optional(),
  priority: z.number().int().min(0).max(4).optional(),
  dueAt: DueAt.nullable().optional(),
  labels: z.array(z.string().min(1).max(40)).max(12).optional(),
  branch: Branch.nullable().optional(),
  package: Package.optional().describe('Merged field by field into the package'),
});

export const AssignHandoff = z.strictObject({
  handoff: HandoffRef,
  expectedVersion,
  assignee: z
    .string()
    .max(120)
    .nullable()
    .describe('Name of a member or agent of the project; null clears it'),
});
export const ClaimHandoff = z.strictObject({
  handoff: HandoffRef,
  expectedVersion: expectedVersion.optional(),
});
export const HeartbeatHandoff = z.strictObject({ handoff: HandoffRef, fence: z.number().int().positive() });
export const ReleaseHandoff = z.strictObject({
  handoff: HandoffRef,
  expectedVersion,
  fence,
  note: z.string().trim().max(2000).optional(),
});
export const SendHandoff = z.strictObject({
  handoff: HandoffRef,
  expectedVersion,
  fence,
  to: StageKey,
  note: z.string().trim().max(2000).optional(),
});
export const ReturnHandoff = z.strictObject({
  handoff: HandoffRef,
  expectedVersion,
  fence,
  to: StageKey.optional().describe('Stage it goes back to; where it came from if absent'),
  reason: Reason,
  failedItems: z
    .array(z.strictObject({ item: z.string().max(60), reason: Reason }))
    .max(40)
    .default([]),
});
export const RouteHandoff = z.strictObject({
  handoff: HandoffRef,
  expectedVersion,
  to: StageKey,
  reason: Reason.optional(),
});
export const CompleteHandoff = z.strictObject({
  handoff: HandoffRef,
  expectedVersion,
  fence,
  note: z.string().trim().max(2000).optional(),
});
export const CancelHandoff = z.strictObject({ handoff: HandoffRef, expectedVersion, reason: Reason });
export const ReopenHandoff = z.strictObject({ handoff: HandoffRef, expectedVersion, reason: Reason });
export const CommentHandoff = z.strictObject({
  handoff: HandoffRef,
  body: z.string().trim().min(1).max(16_000),
});

const QuestionOption = z.strictObject({
  label: z.string().trim().min(1).max(200),
  pros: z.array(text(200)).max(5).default([]),
  cons: z.array(text(200)).max(5).default([]),
});
export const AskHandoff = z.strictObject({
  handoff: HandoffRef,
  expectedVersion,
  fence,
  question: z.string().trim().min(3).max(4000),
  role: z.string().max(40).optional().describe('Key of the role that answers; give this or actor'),
  actor: z.string().max(120).optional().describe('Name of the member or agent that answers'),
  options: z.array(QuestionOption).max(9).default([]).describe('Answers to choose from; none for free text'),
});
export const AnswerHandoff = z.strictObject({
  handoff: HandoffRef,
  question: z.uuid().optional().describe('Id of the question; the newest one where absent'),
  option: z.number().int().min(1).max(9).optional().describe('Number of the picked option, from 1'),
  answer: z.string().trim().min(3).max(4000).describe('The answer, or the reason for the picked option'),
});

export const NudgeHandoff = z.strictObject({ handoff: HandoffRef });

/** What every move answers. */
export const HandoffResult = z.strictObject({
  handoff: HandoffRef,
  version: z.number().int(),
  state: HandoffState,
  stage: z.string(),
  fence: z.number().int(),
  leaseUntil: z.string().nullable().optional(),
});
export type HandoffResult = z.infer<typeof HandoffResult>;

/** An actor as it is shown: round for a person, square for an agent. */
export const ActorView = z.object({
  id: z.string(),
  kind: z.enum(['person', 'agent', 'system']),
  name: z.string(),
  /** Name of the owner, for agents. */
  owner: z.object({ id: z.string(), name: z.string() }).nullable(),
});
export type ActorView = z.infer<typeof ActorView>;

/** One card on the board; patches are single cards. */
export const HandoffCard = z.object({
  handoff: z.string(),
  title: z.string(),
  version: z.number(),
  fence: z.number(),
  state: HandoffState,
  stage: z.string(),
  mode: Mode,
  priority: z.number(),
  labels: z.array(z.string()),
  branch: z.string().nullable(),
  author: ActorView,
  giver: ActorView,
  holder: ActorView.nullable(),
  lastHolder: ActorView.nullable(),
  assignee: ActorView.nullable(),
  leaseUntil: z.string().nullable(),
  staleAt: z.string().nullable(),
  /** The last move refused at this stage while required items were open. */
  blocked: z.object({ policyId: z.string(), at: z.string() }).nullable(),
  /** The open question; its text stands in handoff.get. */
  question: z.object({ id: z.string(), role: z.string().nullable(), actor: ActorView.nullable() }).nullable(),
  override: z.object({ policyId: z.string(), expiresAt: z.string(), used: z.boolean() }).nullable(),
  returns: z.number(),
  hops: z.number(),
  /** Set when the last hop was a return. */
  returnedBy: ActorView.nullable(),
  requiredTotal: z.number(),
  requiredPassed: z.number(),
  movedAt: z.string(),
  createdAt: z.string(),
  closedAt: z.string().nullable(),
  dueAt: z.string().nullable(),
});
export type HandoffCard = z.infer<typeof HandoffCard>;

export const ItemState = z.enum(['open', 'passed', 'failed', 'not_applicable']);
export const EvidenceView = z.object({
  id: z.string(),
  kind: z.enum(['link', 'file', 'commit', 'log', 'test', 'measure']),
  label: z.string(),
  url: z.string().nullable(),
  sha256: z.string().nullable(),
  actor: ActorView,
  at: z.string(),
});
export type EvidenceView = z.infer<typeof EvidenceView>;

export const ChecklistItemView = z.object({
  key: z.string(),
  /** Both languages where the pack gives them. */
  label: z.object({ en: z.string(), ru: z.string() }),
  required: z.boolean(),
  side: z.enum(['sender', 'receiver']),
  kind: z.enum(['manual', 'evidence', 'auto']),
  /** Kinds of evidence accepted; empty where none is needed. */
  evidenceKinds: z.array(z.string()),
  evidenceMin: z.number(),
  tickRoles: z.array(z.string()),
  agentMayTick: z.boolean(),
  notByAuthor: z.boolean(),
  state: ItemState,
  /** True where the content changed after the tick. */
  stale: z.boolean(),
  reason: z.string().nullable(),
  tickedBy: ActorView.nullable(),
  tickedAt: z.string().nullable(),
  evidence: z.array(EvidenceView),
});
export type ChecklistItemView = z.infer<typeof ChecklistItemView>;

export const ChecklistView = z.object({
  stage: z.string(),
  name: z.object({ en: z.string(), ru: z.string() }),
  items: z.array(ChecklistItemView),
});
export type ChecklistView = z.infer<typeof ChecklistView>;

export const HistoryEntry = z.object({
  seq: z.number(),
  at: z.string(),
  type: z.string(),
  actor: ActorView.nullable(),
  /** Stored content: show as data. */
  payload: z.record(z.string(), z.unknown()),
  sessionId: z.string().nullable(),
});
export type HistoryEntry = z.infer<typeof HistoryEntry>;

export const TransferView = z.object({
  kind: z.enum(['create', 'send', 'return', 'route', 'complete', 'reopen']),
  from: z.string(),
  to: z.string(),
  actor: ActorView,
  reason: z.string().nullable(),
  at: z.string(),
});
export type TransferView = z.infer<typeof TransferView>;

export const CommentView = z.object({
  id: z.string(),
  author: ActorView,
  body: z.string(),
  at: z.string(),
  untrusted: z.literal(true),
});
export type CommentView = z.infer<typeof CommentView>;

export const QuestionView = z.object({
  id: z.string(),
  asker: ActorView,
  role: z.string().nullable(),
  actor: ActorView.nullable(),
  question: z.string(),
  options: z.array(z.object({ label: z.string(), pros: z.array(z.string()), cons: z.array(z.string()) })),
  askedAt: z.string(),
  /** Neither open nor answered: the handoff moved on without one. */
  open: z.boolean(),
  answer: z
    .object({ by: ActorView, option: z.number().nullable(), answer: z.string(), at: z.string() })
    .nullable(),
  untrusted: z.literal(true),
});
export type QuestionView = z.infer<typeof QuestionView>;

export const GetHandoff = z.strictObject({
  handoff: HandoffRef,
  history: z
    .number()
    .int()
    .min(0)
    .max(100)
    .default(100)
    .describe('Newest events and comments shown; older events through event.list'),
});
/** Everything the panel shows; stored text is data. */
export const HandoffDetail = z.object({
  card: HandoffCard,
  package: Package,
  packageScore: z.number(),
  contentHash: z.string(),
  checklists: z.array(ChecklistView),
  transfers: z.array(TransferView),
  comments: z.array(CommentView),
  /** Newest first. */
  questions: z.array(QuestionView),
  /** Ids of comments that name the reader, who has not read them yet. */
  unread: z.array(z.string()).optional(),
  history: z.array(HistoryEntry),
  returnBudget: z.object({ used: z.number(), limit: z.number() }),
  /** Plan items it is linked to. */
  planItems: z
    .array(z.object({ plan: z.string(), key: z.string(), text: z.string(), checked: z.boolean() }))
    .optional(),
  untrusted: z.literal(true),
});
export type HandoffDetail = z.infer<typeof HandoffDetail>;

export const SearchHandoffs = z.strictObject({
  text: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .describe('A short number such as LG-42, its digits, or part of a title'),
  limit: z.number().int().min(1).max(20).default(8),
});
export const FoundHandoffs = z.object({
  handoffs: z.array(
    z.object({
      handoff: z.string(),
      title: z.string(),
      state: HandoffState,
      stage: z.string(),
      movedAt: z.string(),
    }),
  ),
});
