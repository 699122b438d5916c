import { z } from 'zod';
import { ActorView, HandoffCard } from '../handoff/handoff.schema';

const Names = z.object({ en: z.string(), ru: z.string() });

export const BoardWindow = z.strictObject({
  workflow: z.string().max(40).optional().describe("Key of a workflow; the project's first one where absent"),
  /** Cards a stage; "show more" asks for more of one stage through board.stage. */
  perStage: z.number().int().min(1).max(50).default(12),
});

export const BoardStage = z.object({
  key: z.string(),
  name: Names,
  role: z.object({ key: z.string(), name: Names, icon: z.string() }),
  kind: z.enum(['start', 'work', 'final']),
  position: z.number(),
  wipLimit: z.number().nullable(),
  inHand: z.number(),
  /** Live handoffs standing here. */
  count: z.number(),
  /** Done within the last 7 days (final stages). */
  doneThisWeek: z.number(),
  oldestMovedAt: z.string().nullable(),
  cards: z.array(HandoffCard),
  nextCursor: z.string().nullable(),
});
export type BoardStage = z.infer<typeof BoardStage>;

export const BoardRoute = z.object({
  from: z.string(),
  to: z.string(),
  /** forward: to the next stage; skip: over one or more; return: backwards. */
  kind: z.enum(['forward', 'skip', 'return']),
  requiresReview: z.boolean(),
  /** Transfers of the last 7 days. */
  count: z.number(),
});
export type BoardRoute = z.infer<typeof BoardRoute>;

export const BoardView = z.object({
  project: z.object({ key: z.string(), name: z.string(), prefix: z.string() }),
  workflow: z.object({ key: z.string(), name: Names, version: z.number() }),
  stages: z.array(BoardStage),
  routes: z.array(BoardRoute),
  totals: z.object({
    live: z.number(),
    needsYou: z.number(),
    stale: z.number(),
    blocked: z.number(),
    agentsAtWork: z.number(),
  }),
  /** Actors that hold something now. */
  present: z.array(ActorView),
  lastTransfer: z
    .object({ actor: ActorView, handoff: z.string(), to: z.string(), kind: z.string(), at: z.string() })
    .nullable(),
  me: z.object({
    actor: ActorView,
    permission: z.enum(['viewer', 'member', 'lead', 'admin']),
    roles: z.array(z.string()),
  }),
  /** Follow events after this sequence number. */
  seq: z.number(),
  now: z.string(),
});
export type BoardView = z.infer<typeof BoardView>;

export const BoardStageInput = z.strictObject({
  workflow: z.string().max(40).default('delivery'),
  stage: z.string().max(40),
  cursor: z.string().max(200).optional(),
  limit: z.number().int().min(1).max(50).default(20),
});
export const BoardStagePage = z.object({ cards: z.array(HandoffCard), nextCursor: z.string().nullable() });

/** Fresh cards by short number, for live patches. Closed or unknown ones are left out. */
export const BoardCardsInput = z.strictObject({ handoffs: z.array(z.string().max(16)).min(1).max(50) });
export const BoardCards = z.object({
  cards: z.array(HandoffCard),
  stages: z.array(BoardStage.omit({ cards: true, nextCursor: true })),
  seq: z.number(),
});
