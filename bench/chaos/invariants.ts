import type pg from 'pg';
import { withClient } from '@/server/db/pool';
import { type Replayed, replayHandoffs, type SealedEvent } from '@/server/domain/handoff/replay.rules';
import { verifyProjects } from '@/server/events/verify-projects';
import type { Reader } from './reader';
import { PROJECTS } from './world';
import type { Notes } from './writer';

/** Broken promises, each with what was found. */
export interface Findings {
  add(promise: string, what: string): void;
}

/** A handoff as its row has it. */
interface Row extends Replayed {
  readonly leased: boolean;
}

const COLUMNS = [
  'number',
  'version',
  'fence',
  'state',
  'stage',
  'holderId',
  'authorId',
  'assigneeId',
  'returns',
  'hops',
  'comments',
] as const satisfies readonly (keyof Replayed)[];

async function rowsOf<R extends pg.QueryResultRow>(
  pool: pg.Pool,
  text: string,
  values: unknown[],
): Promise<R[]> {
  return (await withClient(pool, (client) => client.query<R>(text, values))).rows;
}

async function readLog(pool: pg.Pool, projectId: string): Promise<SealedEvent[]> {
  return rowsOf<SealedEvent & pg.QueryResultRow>(
    pool,
    `SELECT e.seq, e.type, e.actor_id AS "actorId", e.subject_id AS "subjectId", coalesce(d.payload, '{}') AS payload
     FROM event e LEFT JOIN event_payload d ON d.project_id = e.project_id AND d.seq = e.seq
     WHERE e.project_id = $1 ORDER BY e.seq`,
    [projectId],
  );
}

/** Events without a gap, and handoffs as the log alone tells them. */
async function logIsTables(pool: pg.Pool, key: string, findings: Findings): Promise<number> {
  const [project] = await rowsOf<{ id: string; prefix: string; seq: number }>(
    pool,
    'SELECT p.id, p.prefix, c.seq FROM project p JOIN project_clock c ON c.project_id = p.id WHERE p.key = $1',
    [key],
  );
  if (project === undefined) throw new Error(`there is no project ${key}`);
  const log = await readLog(pool, project.id);
  log.forEach(({ seq }, index) => {
    if (seq !== index + 1) findings.add('gapless', `${key}: event ${seq} in place of ${index + 1}`);
  });
  if (project.seq !== log.length)
    findings.add('gapless', `${key}: the clock says ${project.seq}, there are ${log.length} events`);

  const actors = await rowsOf<{ name: string; id: string }>(
    pool,
    'SELECT name, id FROM actor WHERE project_id = $1',
    [project.id],
  );
  const { handoffs, contradictions } = replayHandoffs(
    log,
    project.prefix,
    new Map(actors.map(({ name, id }) => [name, id])),
  );
  for (const what of contradictions) findings.add('the log holds together', `${key}: ${what}`);
  const rows = await rowsOf<Row & pg.QueryResultRow>(
    pool,
    `SELECT h.id, h.number, h.version, h.fence, h.state::text, h.stage_key AS stage, h.holder_id AS "holderId",
       h.author_id AS "authorId", h.assignee_id AS "assigneeId", h.returns, h.hops, h.lease_until IS NOT NULL AS leased,
       (SELECT count(*) FROM comment c WHERE c.project_id = h.project_id AND c.handoff_id = h.id)::int AS comments
     FROM handoff h WHERE h.project_id = $1`,
    [project.id],
  );
  if (rows.length !== handoffs.size)
    findings.add('the log gives the tables', `${key}: ${rows.length} rows, ${handoffs.size} in the log`);
  for (const row of rows) {
    const told = handoffs.get(row.id);
    for (const column of COLUMNS) {
      if (told?.[column] !== row[column])
        findings.add(
          'the log gives the tables',
          `${key} ${row.number}: ${column} is ${row[column]}, the log says ${told?.[column]}`,
        );
    }
    const held = row.state === 'active' || row.state === 'input_required';
    if (held !== (row.holderId !== null) || (row.state === 'active') !== row.leased)
      findings.add('one live claim', `${key} ${row.number}: ${row.state}, held by ${row.holderId}`);
  }
  const counters = await rowsOf<{ key: string; counter: number; counted: number; full: boolean }>(
    pool,
    `SELECT s.key, s.in_hand AS counter, count(h.id)::int AS counted, s.in_hand > coalesce(s.wip_limit, s.in_hand) AS full
     FROM stage s LEFT JOIN handoff h ON h.project_id = s.project_id AND h.version_id = s.version_id
       AND h.stage_key = s.key AND h.holder_id IS NOT NULL
     WHERE s.project_id = $1 GROUP BY s.key, s.in_hand, s.wip_limit`,
    [project.id],
  );
  for (const { key: stage, counter, counted, full } of counters) {
    if (counter !== counted || full)
      findings.add('counters', `${key} ${stage}: ${counter} in hand by the counter, ${counted} counted`);
  }
  return log.length;
}

/** What was acknowledged is there, once, as it was answered; what was only sent is there once or not at all. */
async function acknowledgedIsStored(pool: pg.Pool, notes: Notes, findings: Findings): Promise<void> {
  const stored = await rowsOf<{ key: string; result: unknown; eventSeq: number; actorId: string }>(
    pool,
    `SELECT i.key, i.result -> 'result' AS result, (i.result ->> 'eventSeq')::int AS "eventSeq", i.actor_id AS "actorId"
     FROM idempotency i WHERE i.key = ANY($1)`,
    [[...notes.sent.keys()]],
  );
  const byKey = new Map(stored.map((row) => [row.key, row]));
  for (const { key, result, eventSeq, seat, step } of notes.acknowledged) {
    const row = byKey.get(key);
    if (row === undefined)
      findings.add('acknowledged is stored', `${key} (${step.action}) was acknowledged and is nowhere`);
    else if (
      row.actorId !== seat.actorId ||
      (row.eventSeq || null) !== eventSeq ||
      !sameJson(row.result, result)
    )
      findings.add(
        'acknowledged is stored',
        `${key} (${step.action}) is stored otherwise than it was answered`,
      );
  }
  // Each event of a writer's call belongs to one key, and each key has the event it was answered with.
  const events = await rowsOf<{ project: string; seq: number; action: string; actorId: string }>(
    pool,
    `SELECT p.key AS project, e.seq, e.body ->> 'action' AS action, e.actor_id AS "actorId"
     FROM event e JOIN project p ON p.id = e.project_id WHERE p.key = ANY($1) AND e.type <> 'policy.denied'`,
    [PROJECTS],
  );
  const effects = new Map<string, number>();
  const at = new Map<string, string>();
  for (const { project, seq, action, actorId } of events) {
    at.set(`${project} ${seq}`, `${actorId} ${action}`);
    // A commit may append several; the one that carries the action's own name counts for it.
    const own = `${actorId} ${action}`;
    effects.set(own, (effects.get(own) ?? 0) + 1);
  }
  const keys = new Map<string, number>();
  for (const row of stored) {
    const sent = notes.sent.get(row.key);
    if (sent === undefined || row.eventSeq === 0) continue;
    const own = `${row.actorId} ${sent.step.action}`;
    keys.set(own, (keys.get(own) ?? 0) + 1);
    const found = at.get(`${sent.seat.project} ${row.eventSeq}`);
    if (found !== own)
      findings.add(
        'each key has one effect',
        `${row.key} was answered event ${row.eventSeq}, which is ${found}`,
      );
  }
  for (const [own, count] of effects) {
    const written = keys.get(own);
    if (written !== undefined && written !== count)
      findings.add('each key has one effect', `${own}: ${count} events by ${written} keys`);
  }
  const [comments] = await rowsOf<{ doubled: number }>(
    pool,
    `SELECT count(*)::int AS doubled FROM (SELECT FROM comment c JOIN project p ON p.id = c.project_id
       WHERE p.key = ANY($1) GROUP BY p.id, c.body HAVING count(*) > 1) d`,
    [PROJECTS],
  );
  if (comments?.doubled)
    findings.add('each key has one effect', `${comments.doubled} comments stand there twice`);
}

/** Keys of an object come from the database in another order than from the wire. */
function sameJson(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

async function chainIsIntact(pool: pg.Pool, findings: Findings): Promise<void> {
  for (const found of await withClient(pool, (client) => verifyProjects(client))) {
    if (found.kind !== 'checked') continue;
    const { key, report } = found;
    if (!report.intact) findings.add('chain intact', `${key}: event ${report.seq}, ${report.problem}`);
  }
}

function streamsAreWhole(
  readers: readonly Reader[],
  heads: ReadonlyMap<string, number>,
  findings: Findings,
): void {
  for (const { project, seen, trouble } of readers) {
    for (const what of trouble) findings.add('streams', `${project}: ${what}`);
    seen.forEach((seq, index) => {
      const before = index === 0 ? 0 : (seen[index - 1] ?? 0);
      if (seq !== before + 1) findings.add('streams', `${project}: ${seq} came after ${before}`);
    });
    if (seen.at(-1) !== heads.get(project))
      findings.add('streams', `${project}: ends at ${seen.at(-1)} of ${heads.get(project)}`);
  }
}

export interface Checked {
  readonly events: number;
  readonly heads: ReadonlyMap<string, number>;
}

/** Every promise, held against what is there now. Nothing writes meanwhile. */
export async function checkInvariants(
  pool: pg.Pool,
  notes: Notes,
  readers: readonly Reader[],
  findings: Findings,
): Promise<Checked> {
  const heads = new Map<string, number>();
  for (const key of PROJECTS) heads.set(key, await logIsTables(pool, key, findings));
  await acknowledgedIsStored(pool, notes, findings);
  await chainIsIntact(pool, findings);
  streamsAreWhole(readers, heads, findings);
  for (const problem of notes.problems) findings.add('answers', problem);
  return { events: [...heads.values()].reduce((sum, head) => sum + head, 0), heads };
}
