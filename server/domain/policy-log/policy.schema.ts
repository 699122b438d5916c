import { z } from 'zod';
import { ActorView } from '../handoff/handoff.schema';

export const ListDecisions = z.strictObject({
  handoff: z.string().max(16).optional(),
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
    }),
  ),
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
