import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { withClient } from '@/server/db/pool';

/* Hours that pass in a moment: the deadlines of the database are moved, as no clock of a client could. */

const PATIENCE_MS = 30_000;
const LOOK_MS = 200;

/** Lets the lease of some live claims run out now; answers how many. */
export async function lapseSome(pool: pg.Pool, lot: number): Promise<number> {
  const { rowCount } = await withClient(pool, (client) =>
    client.query(
      `WITH few AS (SELECT project_id, id FROM handoff WHERE state = 'active' AND holder_id IS NOT NULL
           ORDER BY md5(id::text || $1) LIMIT 3),
         over AS (UPDATE handoff h SET lease_until = now() - interval '1 second' FROM few s
           WHERE h.project_id = s.project_id AND h.id = s.id AND h.lease_until IS NOT NULL RETURNING h.project_id, h.id)
       UPDATE timer t SET due_at = now() FROM over o
         WHERE t.project_id = o.project_id AND t.kind = 'lease' AND t.subject_id = o.id`,
      [String(lot)],
    ),
  );
  return rowCount ?? 0;
}

/**
 * A deadline for a claim that has ended, on every handoff that moved on: what a process would find that slept through
 * it all. Answers how many were swept away; each has to be without effect.
 */
export async function ringLateBells(pool: pg.Pool): Promise<number> {
  const { rowCount } = await withClient(pool, (client) =>
    client.query(
      `INSERT INTO timer (project_id, kind, subject_id, subject_version, due_at)
       SELECT project_id, 'lease', id, greatest(fence - 1, 1), now() FROM handoff WHERE holder_id IS NULL
       ON CONFLICT (project_id, kind, subject_id) DO NOTHING`,
    ),
  );
  for (const end = Date.now() + PATIENCE_MS; ; ) {
    const { rows } = await withClient(pool, (client) =>
      client.query<{ left: number }>(
        `SELECT count(*)::int AS left FROM timer t JOIN handoff h ON h.project_id = t.project_id AND h.id = t.subject_id
         WHERE t.kind = 'lease' AND h.holder_id IS NULL`,
      ),
    );
    if (rows[0]?.left === 0) return rowCount ?? 0;
    if (Date.now() > end) throw new Error(`${rows[0]?.left} deadlines of what moved on were not swept`);
    await pause(LOOK_MS);
  }
}
