import { z } from 'zod';

/** One row of what the caller may do now: the same answer draws buttons and drop targets, MCP and REST. */
export const AvailableAction = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  readOnly: z.boolean(),
  destructive: z.boolean(),
  allowed: z.enum(['yes', 'blocked', 'needs_input']),
  /** Arguments known so far, such as {handoff, expectedVersion, to}. */
  arguments: z.record(z.string(), z.unknown()).optional(),
  /** Names of arguments the caller still has to give. */
  needs: z.array(z.string()).optional(),
  /** Same shape as a denial of POLICY_DENIED, or a rule's refusal with its own id. */
  blockedBy: z
    .object({
      policyId: z.string(),
      title: z.string(),
      why: z.string(),
      facts: z.record(z.string(), z.unknown()),
      next: z.array(
        z.object({ action: z.string(), arguments: z.record(z.string(), z.unknown()), by: z.string() }),
      ),
      override: z.object({ possible: z.boolean(), by: z.string(), action: z.string() }),
    })
    .optional(),
  inputSchema: z.record(z.string(), z.unknown()).optional(),
});
export type AvailableAction = z.infer<typeof AvailableAction>;

export const AvailableInput = z.strictObject({
  handoff: z.string().max(16).optional(),
  prefix: z.string().max(60).optional(),
  detail: z.enum(['names', 'full']).default('names'),
  cursor: z.string().max(200).optional(),
});

export const AvailableResult = z.object({
  actor: z.object({ id: z.string(), kind: z.enum(['person', 'agent', 'system']), name: z.string() }),
  roles: z.array(z.string()),
  permission: z.string(),
  actions: z.array(AvailableAction),
  nextCursor: z.string().nullable(),
});
export type AvailableResult = z.infer<typeof AvailableResult>;
