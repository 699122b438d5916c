import { z } from 'zod';
import { ChainProblem, VerifyInput } from '../event/event-log.schema';

const Hash = z.string().regex(/^[0-9a-f]{64}$/);

/** Where the log of a project ended when it was noted. */
export const NotedHead = z.strictObject({
  id: z.uuid(),
  seq: z.int().min(0),
  hash: Hash,
  /** Another one since: the database was restored from a backup meanwhile. */
  epoch: z.uuid(),
  /** Time of that event. */
  at: z.string(),
});
export type NotedHead = z.infer<typeof NotedHead>;

/** What `verify --export` writes and `verify --against` reads: heads by the key of their project. */
export const HeadsFile = z.strictObject({
  format: z.literal(1),
  madeAt: z.string(),
  projects: z.record(z.string(), NotedHead),
});
export type HeadsFile = z.infer<typeof HeadsFile>;

export const HeadsInput = z.strictObject({});
export const ProjectHead = NotedHead.extend({ key: z.string(), name: z.string() });
export type ProjectHead = z.infer<typeof ProjectHead>;
export const Heads = z.object({
  /** The database's clock. */
  at: z.string(),
  projects: z.array(ProjectHead),
  /** Where the logs of removed projects ended. */
  removed: z.array(z.object({ id: z.string(), key: z.string(), seq: z.int(), hash: z.string() })),
});
export type Heads = z.infer<typeof Heads>;

export const VerifyProject = VerifyInput.extend({
  id: z.uuid().describe('Id of the project, as the list of heads has it'),
  noted: z
    .array(z.strictObject({ seq: z.int().min(0), hash: Hash }))
    .max(10)
    .default([])
    .describe('Heads noted earlier: these events have to be there, with these hashes'),
});

export const NoteIntegrity = z.strictObject({
  checked: z
    .array(z.strictObject({ id: z.uuid(), seq: z.int().min(0), problem: ChainProblem.strict().nullable() }))
    .min(1)
    .max(500)
    .describe('Each project that was checked to its end, up to which event, and what was found'),
});
export const NotedCheck = z.strictObject({ projects: z.int(), problems: z.int() });
export const LastCheck = z.object({
  /** null: nobody noted one yet. */
  last: z
    .object({
      at: z.string(),
      by: z.string(),
      projects: z.int(),
      broken: z.array(ChainProblem.extend({ project: z.string() })),
    })
    .nullable(),
});
export type LastCheck = z.infer<typeof LastCheck>;
