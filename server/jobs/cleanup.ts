import type pg from 'pg';
import { withClient } from '../db/pool';

const EVERY_MS = 60 * 60 * 1_000;
/** Promised is a day; a retry that comes later finds its key forgotten and runs anew. */
const KEYS_KEPT_HOURS = 48;
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

/** Keeps tables of passing things from growing for ever. Any number of processes may do it. */
export function startCleanup(options: { pool: pg.Pool; onTrouble?: (error: unknown) => void }): Cleanup {
  let running: Promise<number> | undefined;
  function sweep(): Promise<number> {
    running ??= forgetKeys(options.pool)
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
