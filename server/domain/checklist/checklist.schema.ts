import { z } from 'zod';
import { ChecklistItemView, HandoffRef } from '../handoff/handoff.schema';

export const Evidence = z.enum(['link', 'file', 'commit', 'log', 'test', 'measure']);

/** One item of an immutable template version, as a domain pack gives it. */
export const TemplateItem = z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9-]{0,59}$/),
  label: z.strictObject({ en: z.string().min(1).max(200), ru: z.string().min(1).max(200) }),
  required: z.boolean(),
  /** sender: made before it is given on; receiver: checked by whoever took it. Both are due before it moves forward. */
  side: z.enum(['sender', 'receiver']),
  /** auto: computed from the package; nobody ticks it. */
  kind: z.enum(['manual', 'evidence', 'auto']),
  evidence: z.strictObject({ kinds: z.array(Evidence), min: z.number().int().min(0).max(9) }),
  /** Empty: anybody who holds the stage's role. */
  tickRoles: z.array(z.string()),
  agentMayTick: z.boolean(),
  notByAuthor: z.boolean(),
});
export type TemplateItem = z.infer<typeof TemplateItem>;

const ItemKey = z
  .string()
  .max(60)
  .regex(/^[a-z][a-z0-9-]*$/)
  .describe('Key of the checklist item');

export const TickItem = z.strictObject({
  handoff: HandoffRef,
  item: ItemKey,
  state: z.enum(['passed', 'failed', 'not_applicable']).default('passed'),
  reason: z.string().trim().max(2000).optional().describe('Required for failed and not_applicable'),
  expectedState: z
    .enum(['open', 'passed', 'failed', 'not_applicable'])
    .optional()
    .describe('State you saw; another one answers CONFLICT'),
});
export const UntickItem = z.strictObject({
  handoff: HandoffRef,
  item: ItemKey,
  reason: z.string().trim().max(2000).optional(),
});
export const AttachEvidence = z.strictObject({
  handoff: HandoffRef,
  item: ItemKey,
  kind: Evidence,
  label: z.string().trim().min(1).max(300).describe('What it shows, such as 42 tests passed'),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .optional(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional()
    .describe('Of a file given to blob.upload; required for kind file'),
});

export const ItemResult = z.strictObject({
  handoff: HandoffRef,
  version: z.number().int(),
  item: z.string(),
  state: ChecklistItemView.shape.state,
  requiredOpen: z.number().int().describe('Required items of this stage still open'),
});
export const EvidenceResult = ItemResult.extend({ evidence: z.string() });
