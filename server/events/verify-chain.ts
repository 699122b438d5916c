import { createHash, timingSafeEqual } from 'node:crypto';
import type pg from 'pg';
import { type Fragment, render, sql } from '../actions/sql';

const PAGE = 1_000;

/** A point of the log that somebody wrote down elsewhere: what an owner of the database cannot change unnoticed. */
export interface Head {
  readonly seq: number;
  /** hex */
  readonly hash: string;
}

export type ChainReport =
  | { readonly intact: true; readonly head: Head }
  /** `seq`: the first event that is not as it was sealed. */
  | { readonly intact: false; readonly seq: number; readonly problem: ChainProblem };

export type ChainProblem =
  /** a number is missing, or the last events are */
  | 'missing'
  /** the sealed text is not the one whose hash stands beside it and in the next event */
  | 'hash'
  /** a column of the row says something else than its sealed text */
  | 'row'
  /** the payload is another one than was sealed, and was not redacted */
  | 'payload'
  /** the log does not hold what was exported: its end was cut off or rewritten */
  | 'head';

export interface ChainRow {
  readonly seq: number;
  readonly sealed: string;
  /** hex */
  readonly hash: string;
  readonly rowMatches: boolean;
  readonly payloadMatches: boolean;
}

/** Up to where a chain is sound; the hash is that of the event `seq`. */
interface Link {
  readonly seq: number;
  readonly hash: Buffer;
}

/** Of the chain of a project without events: see createProject. */
export function genesis(projectId: string): Buffer {
  return createHash('sha256').update(projectId).digest();
}

/** The next events as they are stored, and whether the columns and the payload say what was sealed. */
export function chainRows(projectId: string, after: number, limit: number): Fragment<ChainRow> {
  return sql<ChainRow>`SELECT e.seq, e.sealed, encode(e.hash, 'hex') AS hash,
       e.sealed = e.project_id || '|' || e.seq || '|' || (extract(epoch FROM e.at) * 1000000)::bigint || '|' || e.body::text
         AND e.type = e.body ->> 'type'
         AND e.actor_id IS NOT DISTINCT FROM (e.body -> 'actor' ->> 'id')::uuid
         AND e.subject_id IS NOT DISTINCT FROM (e.body -> 'subject' ->> 'id')::uuid
         AND e.session_id IS NOT DISTINCT FROM (e.body ->> 'sessionId')::uuid AS "rowMatches",
       coalesce(d.redacted_at IS NOT NULL
         OR encode(sha256(convert_to(d.payload::text, 'UTF8')), 'hex') = e.body ->> 'digest', false) AS "payloadMatches"
     FROM event e LEFT JOIN event_payload d ON d.project_id = e.project_id AND d.seq = e.seq
     WHERE e.project_id = ${projectId}::uuid AND e.seq > ${after}::bigint ORDER BY e.seq LIMIT ${limit}::int`;
}

/** What was noted of each number. Two that differ cannot both hold: no hash is the one they ask for. */
export function notesOf(heads: readonly Head[]): ReadonlyMap<number, string> {
  const noted = new Map<number, string>();
  for (const { seq, hash } of heads) noted.set(seq, (noted.get(seq) ?? hash) === hash ? hash : '');
  return noted;
}

/** Follows the chain from a sound link over the next rows, up to the first event that is not as it was sealed. */
export function checkChain(
  rows: readonly ChainRow[],
  from: Link,
  noted: ReadonlyMap<number, string> = new Map(),
): Link & { readonly problem: { readonly seq: number; readonly problem: ChainProblem } | null } {
  let { seq, hash } = from;
  const broken = (at: number, problem: ChainProblem) => ({ seq, hash, problem: { seq: at, problem } });
  for (const row of rows) {
    if (row.seq !== seq + 1) return broken(seq + 1, 'missing');
    const expected = createHash('sha256').update(hash).update(row.sealed).digest();
    const stored = Buffer.from(row.hash, 'hex');
    if (stored.length !== expected.length || !timingSafeEqual(stored, expected))
      return broken(row.seq, 'hash');
    if (!row.rowMatches) return broken(row.seq, 'row');
    if (!row.payloadMatches) return broken(row.seq, 'payload');
    [seq, hash] = [row.seq, expected];
    const note = noted.get(seq);
    if (note !== undefined && note !== hash.toString('hex')) return broken(seq, 'head');
  }
  return { seq, hash, problem: null };
}

async function page(client: pg.ClientBase, projectId: string, after: number): Promise<ChainRow[]> {
  const { rows } = await client.query<ChainRow>(render(chainRows(projectId, after, PAGE)));
  return rows;
}

/**
 * Computes the hash chain of a project's log anew and compares every link, every row with its sealed text, and every
 * payload with its digest. `exported` are heads noted earlier: without one, a log rewritten as a whole by somebody who
 * owns the database looks intact. Call it in a REPEATABLE READ transaction.
 */
export async function verifyChain(
  client: pg.ClientBase,
  projectId: string,
  exported: readonly Head[] = [],
): Promise<ChainReport> {
  const broken = (at: number, problem: ChainProblem): ChainReport => ({ intact: false, seq: at, problem });
  const noted = notesOf(exported);
  let link: Link = { seq: 0, hash: genesis(projectId) };
  for (
    let rows = await page(client, projectId, 0);
    rows.length > 0;
    rows = await page(client, projectId, link.seq)
  ) {
    const checked = checkChain(rows, link, noted);
    if (checked.problem !== null) return broken(checked.problem.seq, checked.problem.problem);
    link = checked;
  }
  const { seq, hash } = link;
  const { rows } = await client.query<{ seq: number; hash: Buffer }>(
    'SELECT seq, last_hash AS hash FROM project_clock WHERE project_id = $1',
    [projectId],
  );
  const clock = rows[0];
  if (clock === undefined || clock.seq !== seq) return broken(seq + 1, 'missing');
  if (!clock.hash.equals(hash)) return broken(seq, 'hash');
  const lost = [...noted.keys()].find((noticed) => noticed > seq);
  return lost === undefined
    ? { intact: true, head: { seq, hash: hash.toString('hex') } }
    : broken(seq + 1, 'head');
}
