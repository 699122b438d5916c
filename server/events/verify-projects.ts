import type pg from 'pg';
import type { HeadsFile, NotedHead } from '../domain/integrity/integrity.schema';
import { type ChainReport, type Head, verifyChain } from './verify-chain';

interface Project {
  readonly id: string;
  readonly key: string;
  readonly epoch: string;
  readonly at: string;
}

export type CheckedProject =
  | {
      readonly kind: 'checked';
      readonly key: string;
      readonly report: ChainReport;
      readonly head: NotedHead | null;
      /** The noted head was of another epoch. */
      readonly restored: boolean;
    }
  /** It had a noted head and was removed since; its tombstone says where its log ended. */
  | { readonly kind: 'removed'; readonly key: string; readonly seq: number; readonly at: string }
  /** It had a noted head and is gone without a tombstone, or with one that says its log ended before it. */
  | { readonly kind: 'gone'; readonly key: string; readonly seq: number };

async function exists(client: pg.ClientBase, table: string): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [
    table,
  ]);
  return rows[0]?.there === true;
}

async function buried(
  client: pg.ClientBase,
  [key, noted]: readonly [string, NotedHead],
): Promise<CheckedProject> {
  const gone = { kind: 'gone', key, seq: noted.seq } as const;
  if (!(await exists(client, 'project_tombstone'))) return gone;
  const { rows } = await client.query<{ seq: number; hash: string; at: string }>(
    `SELECT last_seq AS seq, encode(last_hash, 'hex') AS hash, to_jsonb(removed_at) #>> '{}' AS at
     FROM project_tombstone WHERE id = $1`,
    [noted.id],
  );
  const stone = rows[0];
  if (stone === undefined || stone.seq < noted.seq) return gone;
  if (stone.seq === noted.seq && stone.hash !== noted.hash) return gone;
  return { kind: 'removed', key, seq: stone.seq, at: stone.at };
}

/**
 * Verifies every project, or the one named, and all that heads were noted of. Call it in a REPEATABLE READ transaction:
 * the whole answer is then as of one moment. Works on the schema of every release.
 */
export async function verifyProjects(
  client: pg.ClientBase,
  wanted: {
    project?: string | undefined;
    against?: HeadsFile['projects'] | undefined;
    /** noted by hand, of the one project named */
    head?: Head | undefined;
  } = {},
): Promise<CheckedProject[]> {
  const { rows } = await client.query<Project>(
    `SELECT p.id, p.key, c.epoch, to_jsonb(c.last_at) #>> '{}' AS at
     FROM project p JOIN project_clock c ON c.project_id = p.id WHERE $1::text IS NULL OR p.key = $1 ORDER BY p.key`,
    [wanted.project ?? null],
  );
  if (wanted.project !== undefined && rows.length === 0)
    throw new Error(`there is no project ${wanted.project}`);
  const noted = Object.entries(wanted.against ?? {}).filter(
    ([key]) => wanted.project === undefined || key === wanted.project,
  );
  const checked: CheckedProject[] = [];
  for (const { id, key, epoch, at } of rows) {
    const heads = noted.filter(([, head]) => head.id === id).map(([, head]) => head);
    const report = await verifyChain(client, id, wanted.head ? [...heads, wanted.head] : heads);
    checked.push({
      kind: 'checked',
      key,
      report,
      head: report.intact ? { id, ...report.head, epoch, at } : null,
      restored: heads.some((head) => head.epoch !== epoch),
    });
  }
  for (const entry of noted)
    if (!rows.some(({ id }) => id === entry[1].id)) checked.push(await buried(client, entry));
  return checked;
}
