import { z } from 'zod';

const Name = z
  .string()
  .max(60)
  .regex(/^[a-z][a-z0-9-]*$/, 'Lower case letters, digits and dashes, such as coder-1');
const Scopes = z.array(z.enum(['read', 'act', 'knowledge', 'admin-read'])).min(1);

export const CreateAgent = z.strictObject({
  name: Name,
  roles: z.array(z.string().max(40)).min(1).max(12),
  owner: z.email().optional().describe('E-mail of the member who answers for it; you if absent'),
});
export const AgentResult = z.strictObject({ agent: Name, roles: z.array(z.string()), owner: z.string() });

export const CreateToken = z.strictObject({
  agent: Name,
  scopes: Scopes.default(['read', 'act']),
  days: z.number().int().min(1).max(365).default(30),
});
/** `token` is given once, in the first answer; only its hash is kept. */
export const TokenResult = z.strictObject({
  id: z.string(),
  agent: Name,
  scopes: Scopes,
  days: z.number().int(),
  token: z.string().nullable(),
});
export const RevokeToken = z.strictObject({ id: z.uuid() });
export const RevokeResult = z.strictObject({ id: z.string(), revoked: z.literal(true) });

export const AgentList = z.object({
  agents: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      roles: z.array(z.string()),
      owner: z.string(),
      disabled: z.boolean(),
      tokens: z.array(
        z.object({
          id: z.string(),
          scopes: z.array(z.string()),
          expiresAt: z.string(),
          revokedAt: z.string().nullable(),
          lastUsedAt: z.string().nullable(),
        }),
      ),
    }),
  ),
});
