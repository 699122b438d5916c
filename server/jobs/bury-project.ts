import type pg from 'pg';
import { withTransaction } from '../db/pool';
import type { TimerHandler } from './timers';

/**
 * Deletes the rows of a removed project, all or none. It may take as long as there are rows; nobody else can reach them
 * by then. What dies half-way is tried again, since the deadline comes back.
 */
export function buryProject(pool: pg.Pool): TimerHandler {
  return async ({ subjectId }) => {
    await withTransaction(pool, async (client) => {
      await client.query('SET LOCAL statement_timeout = 0');
      await client.query('SELECT bury_project($1)', [subjectId]);
    });
    return null;
  };
}
