import type pg from 'pg';
import { MOST_ATTEMPTS } from '../db/most-attempts';
import { withClient } from '../db/pool';
import { isAppError, isPassing } from '../errors';

const SWEEP_MS = 1_000;
/** Timers taken at once by one process; each needs a connection for a moment. */
const BATCH = 8;
/**
 * Seconds until a taken timer is due again unless it was dealt with, doubled for each attempt up to the sixth. The same
 * pause covers a failure and the death of the process that took it.
 */
const FIRST_PAUSE_S = 15;
const DOUBLINGS = 6;
/** A handler that is not done by then has failed; its statements have timeouts of their own. */
const PATIENCE_MS = 60_000;
const LONGEST_TROUBLE = 300;

/** A deadline that has passed. */
export interface DueTimer {
  readonly projectId: string;
  readonly projectKey: string;
  readonly kind: string;
  readonly subjectId: string;
  /** what it watched then; a subject that moved on makes the timer a no-op */
  readonly subjectVersion: number;
}

/**
 * Deals with one kind of deadline. Answers null when it is over, or the ISO time at which to look again. When it throws
 * or takes too long, the timer comes back after a pause, and after many of them it is parked.
 */
export type TimerHandler = (timer: DueTimer) => Promise<string | null>;

export interface Timers {
  /** Deals with everything due now; answers how many timers were taken. Never rejects. */
  sweep(): Promise<number>;
  /** Ends the sweeping after the one under way. */
  stop(): Promise<void>;
}

export interface TimersOptions {
  pool: pg.Pool;
  handlers: Readonly<Record<string, TimerHandler>>;
  /** null: only when sweep() is called */
  sweepMs?: number | null | undefined;
  patienceMs?: number | undefined;
  onTrouble?: ((error: unknown, timer: DueTimer | null) => void) | undefined;
  /** After each sweep: how many timers were taken, and in how many milliseconds. */
  onRun?: ((taken: number, ms: number) => void) | undefined;
}

interface TakenTimer extends DueTimer {
  /** by which this taking is told from a timer that replaced it meanwhile */
  readonly dueAt: string;
  /** this one included */
  readonly attempts: number;
}

/** Any number of processes may take timers at once: each row goes to one of them. Those of an archived project rest. */
async function take(pool: pg.Pool, kinds: string[]): Promise<TakenTimer[]> {
  const { rows } = await withClient(pool, (client) =>
    client.query<TakenTimer>(
      `WITH due AS (
         SELECT project_id, kind, subject_id FROM timer t WHERE due_at <= now() AND kind = ANY($1) AND attempts < $5
           AND EXISTS (SELECT FROM project p WHERE p.id = t.project_id AND p.archived_at IS NULL AND p.removed_at IS NULL)
         ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED)
       UPDATE timer t SET attempts = t.attempts + 1,
         due_at = clock_timestamp() + make_interval(secs => $3 * 2 ^ least(t.attempts, $4))
       FROM due d, project p
       WHERE t.project_id = d.project_id AND t.kind = d.kind AND t.subject_id = d.subject_id AND p.id = t.project_id
       RETURNING t.project_id AS "projectId", p.key AS "projectKey", t.kind, t.subject_id AS "subjectId",
         t.subject_version AS "subjectVersion", t.due_at AS "dueAt", t.attempts`,
      [kinds, BATCH, FIRST_PAUSE_S, DOUBLINGS, MOST_ATTEMPTS],
    ),
  );
  return rows;
}

/** Removes the timer or sets its next time, unless the handler's own commit replaced it. */
async function settle(pool: pg.Pool, timer: TakenTimer, again: string | null): Promise<void> {
  const key = [timer.projectId, timer.kind, timer.subjectId, timer.dueAt];
  const where = 'project_id = $1 AND kind = $2 AND subject_id = $3 AND due_at = $4::timestamptz';
  await withClient(pool, (client) =>
    again === null
      ? client.query(`DELETE FROM timer WHERE ${where}`, key)
      : client.query(`UPDATE timer SET due_at = $5::timestamptz, attempts = 0 WHERE ${where}`, [
          ...key,
          again,
        ]),
  );
}

/** Leaves what went wrong with the timer. What passes by itself, such as a busy database, parks none. */
async function leaveTrouble(pool: pg.Pool, timer: TakenTimer, error: unknown): Promise<void> {
  const passing = isAppError(error) && isPassing(error);
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  await withClient(pool, (client) =>
    client.query(
      `UPDATE timer SET trouble = $5, trouble_at = clock_timestamp(),
         attempts = CASE WHEN $6 THEN least(attempts, $7::int - 1) ELSE attempts END
       WHERE project_id = $1 AND kind = $2 AND subject_id = $3 AND due_at = $4::timestamptz`,
      [
        timer.projectId,
        timer.kind,
        timer.subjectId,
        timer.dueAt,
        text.slice(0, LONGEST_TROUBLE),
        passing,
        MOST_ATTEMPTS,
      ],
    ),
  );
}

/** Parked ones get another try: the program that starts may be a mended one. */
async function takeUpParked(pool: pg.Pool, kinds: string[]): Promise<void> {
  await withClient(pool, (client) =>
    client.query(
      'UPDATE timer SET attempts = $2::int - 1, due_at = now() WHERE kind = ANY($1) AND attempts >= $2::int',
      [kinds, MOST_ATTEMPTS],
    ),
  );
}

function inTime<T>(work: Promise<T>, patienceMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`not done within ${patienceMs / 1000} s`)), patienceMs);
    late.unref();
    work.then(resolve, reject).finally(() => clearTimeout(late));
  });
}

/** Sweeps the table of deadlines each second until stopped. The database's clock says what is due. */
export function startTimers({
  pool,
  handlers,
  sweepMs = SWEEP_MS,
  patienceMs = PATIENCE_MS,
  onTrouble,
  onRun,
}: TimersOptions): Timers {
  const kinds = Object.keys(handlers);
  let running: Promise<number> | undefined;
  let begun = false;

  async function deal(timer: TakenTimer): Promise<void> {
    try {
      const handler = handlers[timer.kind];
      if (handler) await settle(pool, timer, await inTime(handler(timer), patienceMs));
    } catch (error) {
      // One that fails must not keep the others waiting; it is due again later.
      const parks = timer.attempts >= MOST_ATTEMPTS;
      const told = parks
        ? new Error(`${timer.kind} of ${timer.subjectId} is parked after ${timer.attempts} tries`, {
            cause: error,
          })
        : error;
      onTrouble?.(told, timer);
      await leaveTrouble(pool, timer, error).catch((worse: unknown) => onTrouble?.(worse, timer));
    }
  }

  async function sweepAll(): Promise<number> {
    const began = performance.now();
    let taken = 0;
    try {
      if (!begun) await takeUpParked(pool, kinds);
      begun = true;
      for (let batch = await take(pool, kinds); batch.length > 0; batch = await take(pool, kinds)) {
        await Promise.all(batch.map(deal));
        taken += batch.length;
        if (batch.length < BATCH) break;
      }
    } catch (error) {
      onTrouble?.(error, null);
    }
    onRun?.(taken, performance.now() - began);
    return taken;
  }

  function sweep(): Promise<number> {
    running ??= sweepAll().finally(() => {
      running = undefined;
    });
    return running;
  }

  const clock = sweepMs === null ? undefined : setInterval(() => void sweep(), sweepMs);
  clock?.unref();
  return {
    sweep,
    async stop() {
      clearInterval(clock);
      await running;
    },
  };
}
