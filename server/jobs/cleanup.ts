import type pg from 'pg';
import { withClient } from '../db/pool';

const EVERY_MS = 60 * 60 * 1_000;
/** Promised is a day; a retry that comes later finds its key forgotten and runs anew. */
const KEYS_KEPT_HOURS = 48;
/** Calls of agents are looked at while they are fresh; what counts is in the events and the refusals. */
const CALLS_KEPT_DAYS = 7;
/** Rows kept an agent: one that tries everything each minute pushes its own older ones out. */
const CALLS_KEPT = 1_000;
/** Rows deleted in one statement, so that none holds its locks for long. */
const BATCH = 5_000;

export interface Cleanup {
  /** Removes what is out of date; answers how many rows. Never rejects. */
  sweep(): Promise<number>;
  stop(): Promise<void>;
}

async function forgetKeys(pool: pg.Pool): Promise<number> {
  let removed = 0;
  for (;;) {
    const { rowCount } = await withClient(pool, (client) =>
      client.query(
        `DELETE FROM idempotency WHERE ctid = ANY(ARRAY(
           SELECT ctid FROM idempotency WHERE created_at < now() - make_interval(hours => $1) LIMIT $2))`,
        [KEYS_KEPT_HOURS, BATCH],
      ),
    );
    removed += rowCount ?? 0;
    if ((rowCount ?? 0) < BATCH) return removed;
  }
}

async function forgetCalls(pool: pg.Pool): Promise<number> {
  const { rowCount } = await withClient(pool, (client) =>
    client.query(
      `DELETE FROM agent_call c USING actor a CROSS JOIN LATERAL (
         SELECT max(k.last_at) AS at FROM (SELECT last_at FROM agent_call WHERE project_id = a.project_id AND agent_id = a.id
           ORDER BY last_at DESC OFFSET $2 LIMIT 1) k) old
       WHERE a.kind = 'agent' AND c.project_id = a.project_id AND c.agent_id = a.id
         AND c.last_at <= greatest(old.at, now() - make_interval(days => $1))`,
      [CALLS_KEPT_DAYS, CALLS_KEPT],
    ),
  );
  return rowCount ?? 0;
}

/** Keeps tables of passing things from growing for ever. Any number of processes may do it. */
export function startCleanup(options: {
  pool: pg.Pool;
  onTrouble?: (error: unknown) => void;
  /** After each sweep: how many rows were removed, and in how many milliseconds. */
  onRun?: (removed: number, ms: number) => void;
}): Cleanup {
  let running: Promise<number> | undefined;
  function sweep(): Promise<number> {
    const began = performance.now();
    running ??= Promise.all([forgetKeys(options.pool), forgetCalls(options.pool)])
      .then(([keys, calls]) => {
        options.onRun?.(keys + calls, performance.now() - began);
        return keys + calls;
      })
      .catch((error: unknown) => {
        options.onTrouble?.(error);
        return 0;
      })
      .finally(() => {
        running = undefined;
      });
    return running;
  }
  const clock = setInterval(() => void sweep(), EVERY_MS);
  clock.unref();
  return {
    sweep,
    async stop() {
      clearInterval(clock);
      await running;
    },
  };
}
