import { z } from 'zod';
import { HeadsFile } from '../domain/integrity/integrity.schema';

const Sha = z.string().regex(/^[0-9a-f]{64}$/);
const Count = z.int().min(0);

export const BackupTable = z.strictObject({
  name: z.string(),
  columns: z.array(z.string()).min(1),
  rows: Count,
  /** The text of COPY, cut into pieces; a cut may go through a row. */
  parts: z.array(z.strictObject({ name: z.string(), bytes: Count, sha256: Sha })),
});
export type BackupTable = z.infer<typeof BackupTable>;

/** The last entry of a backup: what is in it, and everything needed to know that it is whole. */
export const Manifest = z.strictObject({
  product: z.literal('llmgenie'),
  format: z.literal(1),
  /** The database's clock at the moment that the backup shows. */
  madeAt: z.string(),
  postgres: z.string(),
  migrations: z.array(z.strictObject({ name: z.string(), checksum: Sha })).min(1),
  /** Each after those that it refers to. */
  tables: z.array(BackupTable),
  sequences: z.array(z.strictObject({ name: z.string(), value: Count, called: z.boolean() })),
  /** Where the log of each project ended, with the epoch of that database. */
  heads: HeadsFile.shape.projects,
});
export type Manifest = z.infer<typeof Manifest>;
