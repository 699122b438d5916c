import { z } from 'zod';

/** What would happen if: any action with its arguments, asked without doing it. */
export const Enforce = z.strictObject({
  action: z.string().max(80),
  arguments: z.record(z.string(), z.unknown()).default({}),
  policy: z.string().max(80).optional().describe('Ask about this one alone'),
});

export const Enforced = z.object({
  allowed: z.boolean(),
  denials: z.array(z.looseObject({ policyId: z.string() })),
});
