import { z } from 'zod';

const Key = z
  .string()
  .max(120)
  .regex(/^[a-z][a-zA-Z0-9._-]*$/);
export const SetContext = z.strictObject({
  layer: z.enum(['session', 'project']).default('session').describe('Agents write the session layer only'),
  key: Key,
  value: z.union([
    z.string().max(16_000),
    z.number(),
    z.boolean(),
    z.record(z.string().max(60), z.string().max(4000)),
  ]),
  source: z.string().max(500).default('').describe('Where it comes from'),
  session: z.uuid().optional().describe('Yours, to be sure that it is still the active one'),
});
export const ContextResult = z.strictObject({
  layer: z.enum(['session', 'project', 'global']),
  key: Key,
  version: z.number().int(),
});
const Entry = z.object({
  layer: z.enum(['session', 'project', 'global']),
  key: z.string(),
  value: z.unknown(),
  version: z.number(),
  author: z.string(),
  source: z.string(),
  updatedAt: z.string(),
});
export const ListContext = z.strictObject({ session: z.uuid().optional(), key: Key.optional() });
/** The nearest layer wins; what it hides is listed beside it. */
export const ContextList = z.object({
  entries: z.array(Entry.extend({ shadowed: z.array(Entry) })),
  untrusted: z.literal(true),
});
