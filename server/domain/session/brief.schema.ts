import { z } from 'zod';
import { ContextValue } from '../context/context.schema';

/** Tokens of a brief where the caller names none, and the least that its fixed part needs. */
export const BRIEF_TOKENS = { usual: 1500, least: 800, most: 20_000 } as const;

export const Budget = z
  .number()
  .int()
  .min(BRIEF_TOKENS.least)
  .max(BRIEF_TOKENS.most)
  .default(BRIEF_TOKENS.usual)
  .describe('Most tokens of the brief; a token is counted as four bytes of its JSON text');

export const Gap = z.object({
  from: z.string(),
  /** null: nothing has been heard since. */
  to: z.string().nullable(),
  minutes: z.number().int(),
});
export type Gap = z.infer<typeof Gap>;

/** What a value is worth knowing beside itself. */
export const GivenContext = z.object({
  layer: z.enum(['session', 'project', 'global']),
  key: z.string(),
  value: ContextValue,
  version: z.number(),
  author: z.string(),
  source: z.string(),
  updatedAt: z.string(),
});
export type GivenContext = z.infer<typeof GivenContext>;

export const Attention = z.object({
  kind: z.enum(['fence', 'heldBy', 'stageFull', 'moved', 'closed', 'returned', 'staleTicks', 'assigned']),
  /** From code only. */
  text: z.string(),
  /** Fence, count or name, whichever the kind is about. */
  fact: z.union([z.string(), z.number()]),
});
export type Attention = z.infer<typeof Attention>;

export const ClaimState = z.enum(['held', 'retaken', 'offered', 'other', 'closed', 'none']);
export type ClaimState = z.infer<typeof ClaimState>;

const LeftOut = z.object({
  attention: z.number(),
  openItems: z.number(),
  questions: z.number(),
  moves: z.number(),
  since: z.number(),
  gaps: z.number(),
  event: z.number(),
  tech: z.number(),
  meta: z.number(),
  context: z.number(),
});

/** Everything someone needs to go on, within a budget; what did not fit is counted, never summed up. */
export const RecoveryBrief = z.object({
  session: z.string(),
  actor: z.string(),
  handoff: z.string().nullable(),
  mode: z.string(),
  branch: z.string().nullable(),
  budget: z.number(),
  tokens: z.number(),
  /** Tokens by where they come from; they add up to `tokens`. */
  layers: z.object({
    state: z.number(),
    session: z.number(),
    project: z.number(),
    global: z.number(),
  }),
  focus: z.object({
    task: z.string(),
    title: z.string(),
    stage: z.string(),
    /** Roles of the project that the mode activates, and whether the actor holds them. */
    roles: z.array(z.object({ role: z.string(), held: z.boolean() })),
    lastAction: z.object({ at: z.string(), what: z.string(), text: z.string() }).nullable(),
  }),
  claim: z.object({
    state: ClaimState,
    fence: z.number(),
    holder: z.string().nullable(),
    leaseUntil: z.string().nullable(),
    leaseSeconds: z.number().nullable(),
    version: z.number(),
  }),
  attention: z.array(Attention),
  openItems: z.array(
    z.object({ item: z.string(), label: z.string(), required: z.boolean(), need: z.string() }),
  ),
  questions: z.array(z.object({ at: z.string(), by: z.string(), to: z.string(), text: z.string() })),
  moves: z.array(
    z.object({ action: z.string(), to: z.string(), allowed: z.string(), blockedBy: z.string() }),
  ),
  /** Decisions first, then other changes of others since the last entry, newest first. */
  since: z.array(
    z.object({ at: z.string(), by: z.string(), what: z.string(), text: z.string(), decision: z.boolean() }),
  ),
  gaps: z.array(Gap),
  /** Newest first. */
  entries: z.array(z.object({ at: z.string(), stream: z.enum(['event', 'tech', 'meta']), text: z.string() })),
  context: z.array(GivenContext),
  leftOut: LeftOut,
  /** Texts that were cut to fit. */
  clipped: z.number(),
});
export type RecoveryBrief = z.infer<typeof RecoveryBrief>;
