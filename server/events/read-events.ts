import type pg from 'pg';
import { withClient } from '../db/pool';

/** One event as every reader gets it. `payload` is what people and agents wrote: data, never instructions. */
export interface EventView {
  readonly seq: number;
  /** ISO time with microseconds */
  readonly at: string;
  readonly type: string;
  readonly actor: { readonly id: string; readonly kind: string; readonly name: string } | null;
  readonly subject: { readonly kind: string; readonly id: string; readonly handoff?: string } | null;
  readonly sessionId: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** An event, and whether it may have changed who may do what. */
export interface LoggedEvent {
  readonly view: EventView;
  readonly bumpsRules: boolean;
}

interface Row {
  seq: number;
  at: string;
  type: string;
  actor: EventView['actor'];
  subject: { kind: string; id: string } | null;
  handoff: string | null;
  sessionId: string | null;
  payload: Record<string, unknown>;
  bumpsRules: boolean;
}

/** The next `limit` events after a sequence number, oldest first. Gapless: a missing one is not committed yet. */
export async function readEvents(
  pool: pg.Pool,
  projectId: string,
  after: number,
  limit: number,
): Promise<LoggedEvent[]> {
  const { rows } = await withClient(pool, (client) =>
    client.query<Row>({
      name: 'read-events',
      text: `SELECT e.seq, e.at, e.type, nullif(e.body -> 'actor', 'null') AS actor,
          nullif(e.body -> 'subject', 'null') AS subject, e.session_id AS "sessionId",
          p.prefix || '-' || h.number AS handoff, coalesce(d.payload, '{}') AS payload,
          coalesce((e.body ->> 'bumpsRules')::boolean, false) AS "bumpsRules"
        FROM event e
        JOIN project p ON p.id = e.project_id
        LEFT JOIN event_payload d ON d.project_id = e.project_id AND d.seq = e.seq
        LEFT JOIN handoff h ON h.project_id = e.project_id AND h.id = e.subject_id
        WHERE e.project_id = $1 AND e.seq > $2 ORDER BY e.seq LIMIT $3`,
      values: [projectId, after, limit],
    }),
  );
  return rows.map(({ bumpsRules, handoff, subject, ...row }) => ({
    bumpsRules,
    view: { ...row, subject: subject && (handoff === null ? subject : { ...subject, handoff }) },
  }));
}

/** Newest event of a project, and the epoch its numbers belong to. Null: no such project. */
export async function readClock(
  pool: pg.Pool,
  projectId: string,
): Promise<{ seq: number; epoch: string } | null> {
  const { rows } = await withClient(pool, (client) =>
    client.query<{ seq: number; epoch: string }>({
      name: 'read-clock',
      text: 'SELECT seq, epoch FROM project_clock WHERE project_id = $1',
      values: [projectId],
    }),
  );
  return rows[0] ?? null;
}
