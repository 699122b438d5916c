import { z } from 'zod';
import { BoardRoute, BoardStage } from '../board/board.schema';
import { HandoffCard, StageKey } from '../handoff/handoff.schema';

export const WorkflowStateInput = z.strictObject({
  workflow: z.string().max(40).optional().describe("Key of a workflow; the project's first one where absent"),
  stage: StageKey.optional().describe('Handoffs of this stage alone'),
  cursor: z.string().max(200).optional().describe('nextCursor of the page before'),
  limit: z.number().int().min(1).max(200).default(50).describe('Handoffs a page'),
});

/** One page of what stands where, with the number of the last event to follow from. */
export const WorkflowState = z.object({
  project: z.string(),
  workflow: z.object({
    key: z.string(),
    name: z.object({ en: z.string(), ru: z.string() }),
    version: z.number(),
  }),
  stages: z.array(BoardStage.omit({ cards: true, nextCursor: true })),
  routes: z.array(BoardRoute),
  /** Live ones, by their last move, oldest first. */
  handoffs: z.array(HandoffCard),
  nextCursor: z.string().nullable(),
  seq: z.number(),
  now: z.string(),
  untrusted: z.literal(true),
});
export type WorkflowState = z.infer<typeof WorkflowState>;
