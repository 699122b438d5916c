import { z } from 'zod';
import { Confirm } from '../../actions/confirm.schema';

export const Layer = z.enum(['session', 'project', 'global']);
export type Layer = z.infer<typeof Layer>;

const Key = z
  .string()
  .max(120)
  .regex(/^[a-z][a-zA-Z0-9._-]*$/);
/** What an entry holds: a text, a number, a switch, or names with texts. */
export const ContextValue = z.union([z.string(), z.number(), z.boolean(), z.record(z.string(), z.string())]);

export const SetContext = z.strictObject({
  layer: Layer.default('session').describe(
    'Agents write the session layer only; global belongs to project instance',
  ),
  key: Key,
  value: z.union([
    z.string().max(16_000),
    z.number(),
    z.boolean(),
    z.record(z.string().max(60), z.string().max(4000)),
  ]),
  source: z.string().max(500).default('').describe('Where it comes from'),
  session: z.uuid().optional().describe('Yours, to be sure that it is still the active one'),
  expectedVersion: z
    .number()
    .int()
    .min(0)
    .optional()
    .describe('Version you saw, 0 for none; another one answers CONFLICT'),
});
export const RemoveContext = z.strictObject({ layer: Layer.default('session'), key: Key, confirm: Confirm });
export const ContextResult = z.strictObject({ layer: Layer, key: Key, version: z.number().int() });
const Entry = z.object({
  layer: Layer,
  key: z.string(),
  value: ContextValue,
  version: z.number(),
  author: z.string(),
  source: z.string(),
  updatedAt: z.string(),
  /** What it costs whoever is given it; counted as in a recovery brief. */
  tokens: z.number(),
});
export type ContextEntry = z.infer<typeof Entry>;
export const ListContext = z.strictObject({ session: z.uuid().optional(), key: Key.optional() });
const Given = Entry.extend({ shadowed: z.array(Entry) });
export type GivenEntry = z.infer<typeof Given>;
/** The nearest layer wins; what it hides is listed beside it. */
export const ContextList = z.object({
  entries: z.array(Given),
  /** Tokens of what holds, by layer. */
  layers: z.object({ session: z.number(), project: z.number(), global: z.number() }),
  untrusted: z.literal(true),
});
export type ContextList = z.infer<typeof ContextList>;
export const ContextHistoryInput = z.strictObject({ key: Key, layer: Layer.default('project') });
export const ContextHistory = z.object({
  /** Newest first; fifty at most. */
  versions: z.array(
    z.object({
      version: z.number(),
      at: z.string(),
      author: z.string(),
      removed: z.boolean(),
      source: z.string(),
      /** Beginning of the value; empty where it was not kept. */
      value: z.string(),
    }),
  ),
  untrusted: z.literal(true),
});
