import { z } from 'zod';
import { HandoffRef } from '../handoff/handoff.schema';

export const OVERRIDABLE = [
  'logging.session',
  'branch.protected',
  'branch.review',
  'flow.route',
  'checklist.required',
  'duty.self-accept',
] as const;

export const GrantOverride = z.strictObject({
  handoff: HandoffRef,
  policy: z.enum(OVERRIDABLE),
  actor: z.string().max(120).describe('Name of the member or agent who may act once'),
  reason: z.string().trim().min(20).max(2000).describe('At least 20 characters; it stays in the log'),
  minutes: z.number().int().min(5).max(1440).default(60),
});
export const OverrideResult = z.strictObject({
  id: z.string(),
  policy: z.string(),
  minutes: z.number().int(),
});
