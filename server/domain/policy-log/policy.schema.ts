import { z } from 'zod';
import { ActorView } from '../handoff/handoff.schema';

export const ListDecisions = z.strictObject({
  handoff: z.string().max(16).optional(),
  policy: z.string().max(80).optional(),
  before: z.string().max(80).optional().describe('Cursor of the last answer, for what is older'),
  limit: z.number().int().min(1).max(200).default(50),
});
/** Refusals, coalesced per minute; what was allowed stands in the event log with the hash of the policies. */
export const DecisionList = z.object({
  decisions: z.array(
    z.object({
      id: z.string(),
      actor: ActorView,
      action: z.string(),
      resource: z.string(),
      policyId: z.string(),
      policySet: z.string(),
      count: z.number(),
      firstAt: z.string(),
      lastAt: z.string(),
      /** When the same actor got through with the same action on the same handoff; null: not yet, or no handoff. */
      throughAt: z.string().nullable(),
    }),
  ),
  next: z.string().nullable(),
});
export const PolicyListInput = z.strictObject({});
export const PolicyList = z.object({
  policySet: z.string(),
  policies: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      why: z.string(),
      denies: z.string(),
      example: z.string(),
      evaluated: z.boolean(),
      override: z.object({ possible: z.boolean(), by: z.string(), note: z.string() }),
      hash: z.string(),
      denied: z.number(),
    }),
  ),
});

export const GetPolicy = z.strictObject({
  policy: z.string().max(80).describe('Id of a policy, such as checklist.required'),
});
export const PolicyView = z.object({
  id: z.string(),
  title: z.string(),
  why: z.string(),
  fix: z.string(),
  denies: z.string(),
  example: z.string(),
  override: z.object({ possible: z.boolean(), by: z.string(), note: z.string() }),
  builtin: z.literal(true),
  /** structural: guaranteed by how commits are made, and not asked each time. */
  status: z.enum(['active', 'structural']),
  /** Cedar. */
  text: z.string(),
  /** SHA-256 of the text. */
  version: z.string(),
  coverage: z.object({
    denied: z.number(),
    deniedThisWeek: z.number(),
    lastDeniedAt: z.string().nullable(),
    overridden: z.number(),
  }),
});
