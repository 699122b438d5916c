import { defineQuery } from '../../actions/action';
import { sql } from '../../actions/sql';
import { MOST_ATTEMPTS } from '../../db/most-attempts';
import {
  type CursorRow,
  Operations,
  OperationsInput,
  type ProjectRow,
  type TableRow,
  type TimerRow,
} from './operations.schema';

/** Longest lists: the biggest say what there is to say. */
const MOST = 10;
/** Seconds after which what is due counts as late: a sweep comes each second. */
const LATE_S = 5;

interface Sizes {
  readonly at: string;
  readonly version: string;
  readonly bytes: number;
  readonly connections: number;
  readonly mostConnections: number;
  readonly count: number;
  readonly archived: number;
  readonly events: number;
}

/** How the instance does: the process that answers, and the database that all of them share. */
export const readOperations = defineQuery({
  name: 'instance.operations',
  title: 'How the instance does',
  description:
    'Pool, streams, slowest actions and jobs of the process that answers; deadlines, cursors and sizes of the whole.',
  input: OperationsInput,
  output: Operations,
  permission: 'admin',
  scope: 'admin-read',
  place: 'instance',
  adminAction: true,
  read: async ({ projectId, rows, runtime }) => {
    const seen = await runtime.process?.();
    const heads = JSON.stringify(seen?.heads ?? []);
    const [sizes] = await rows(sql<Sizes>`SELECT now() AS at, current_setting('server_version') AS version,
        pg_database_size(current_database()) AS bytes,
        (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()) AS connections,
        current_setting('max_connections')::int AS "mostConnections", p.*
      FROM (SELECT count(*) AS count, count(t.archived_at) AS archived, coalesce(sum(c.seq), 0)::bigint AS events
        FROM project t JOIN project_clock c ON c.project_id = t.id
        WHERE t.id <> ${projectId}::uuid AND t.removed_at IS NULL) p`);
    if (sizes === undefined) throw new Error('the database told no sizes');
    const { at, version, bytes, connections, mostConnections, count, archived, events } = sizes;
    return {
      at,
      process: seen?.view ?? null,
      cursors: await rows(sql<CursorRow>`SELECT h.consumer, t.key AS project, h.at, c.seq AS newest
        FROM jsonb_to_recordset(${heads}::jsonb) AS h(consumer text, "projectId" uuid, at bigint)
        JOIN project t ON t.id = h."projectId" JOIN project_clock c ON c.project_id = t.id
        ORDER BY c.seq - h.at DESC, t.key, h.consumer LIMIT ${MOST}::int`),
      timers:
        await rows(sql<TimerRow>`SELECT kind, count(*) FILTER (WHERE runs AND NOT is_due AND attempts = 0) AS ahead,
          count(*) FILTER (WHERE runs AND is_due) AS due, count(*) FILTER (WHERE runs AND is_late) AS late,
          count(*) FILTER (WHERE runs AND NOT is_due AND attempts > 0) AS again,
          count(*) FILTER (WHERE NOT rests AND NOT runs) AS parked, count(*) FILTER (WHERE rests) AS resting,
          coalesce(extract(epoch FROM now() - min(due_at) FILTER (WHERE runs AND is_due)), 0)::float8 AS "oldestSeconds"
        FROM (SELECT m.*, NOT rests AND attempts < ${MOST_ATTEMPTS}::int AS runs, due_at <= now() AS is_due,
            due_at <= now() - make_interval(secs => ${LATE_S}::int) AS is_late
          FROM (SELECT d.kind, d.due_at, d.attempts, t.archived_at IS NOT NULL OR t.removed_at IS NOT NULL AS rests
            FROM timer d JOIN project t ON t.id = d.project_id) m) m
        GROUP BY kind ORDER BY kind`),
      database: {
        version,
        bytes,
        connections,
        mostConnections,
        tables: await rows(sql<TableRow>`SELECT relname AS name, pg_total_relation_size(oid) AS bytes,
            greatest(reltuples, 0)::bigint AS rows
          FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
          ORDER BY bytes DESC, relname LIMIT ${MOST}::int`),
      },
      projects: {
        count,
        archived,
        events,
        biggest:
          await rows(sql<ProjectRow>`SELECT t.key, t.name, c.seq AS events, c.next_number - 1 AS handoffs
          FROM project t JOIN project_clock c ON c.project_id = t.id
          WHERE t.id <> ${projectId}::uuid AND t.removed_at IS NULL ORDER BY c.seq DESC, t.key LIMIT ${MOST}::int`),
      },
    };
  },
});
