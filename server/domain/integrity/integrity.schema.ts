import { z } from 'zod';

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
