import type { z } from 'zod';
import type { QueryContext } from '../../actions/action';
import { sql } from '../../actions/sql';
import { chainRows, checkChain, genesis, type Head, notesOf } from '../../events/verify-chain';
import type { Verified, VerifyInput } from './event-log.schema';

interface Clock {
  readonly seq: number;
  readonly hash: string;
  readonly at: string;
}

/**
 * One bounded slice of what `llmgenie verify` does in one go: a long log is checked by as many calls, none of which
 * keeps the process or a connection for long. The caller carries the hash from one slice to the next. Null: no project.
 */
export async function verifySlice(
  rows: QueryContext['rows'],
  projectId: string,
  { after, hash, limit }: z.output<typeof VerifyInput>,
  noted: readonly Head[] = [],
): Promise<Verified | null> {
  // The head first: what is appended while the slice is read comes after it, and is the next check's.
  const [clock] =
    await rows(sql<Clock>`SELECT seq, encode(last_hash, 'hex') AS hash, to_jsonb(now()) #>> '{}' AS at
    FROM project_clock WHERE project_id = ${projectId}::uuid`);
  if (clock === undefined) return null;
  const start = hash === undefined ? genesis(projectId) : Buffer.from(hash, 'hex');
  const begin = hash === undefined ? 0 : after;
  // A log shorter than what was seen of it lost its end.
  if (clock.seq < begin) {
    const lost = { seq: clock.seq + 1, problem: 'head' as const };
    return { seq: clock.seq, hash: clock.hash, head: clock.seq, at: clock.at, done: true, problem: lost };
  }
  const wanted = Math.min(limit, clock.seq - begin);
  const slice = await rows(chainRows(projectId, begin, wanted));
  const report = checkChain(slice, { seq: begin, hash: start }, notesOf(noted));
  const state = { head: clock.seq, at: clock.at };
  const reached = { seq: report.seq, hash: report.hash.toString('hex') };
  if (report.problem !== null) return { ...state, ...reached, done: true, problem: report.problem };
  if (slice.length < wanted) {
    return {
      ...state,
      ...reached,
      done: true,
      problem: { seq: report.seq + 1, problem: 'missing' as const },
    };
  }
  const atHead = report.seq === clock.seq;
  if (atHead && clock.hash !== reached.hash) {
    return { ...state, ...reached, done: true, problem: { seq: report.seq, problem: 'hash' as const } };
  }
  // Noted beyond the end: the end was cut off.
  if (atHead && noted.some(({ seq }) => seq > clock.seq))
    return { ...state, ...reached, done: true, problem: { seq: clock.seq + 1, problem: 'head' as const } };
  return { ...state, ...reached, done: atHead, problem: null };
}
