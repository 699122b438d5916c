import { defineQuery, type QueryContext } from '../../actions/action';
import { type Sql, sql } from '../../actions/sql';
import { EventLog, EventLogInput, type EventRow } from './event-log.schema';

type Row = Omit<EventRow, 'subject'> & {
  readonly subject: { kind: string; id: string } | null;
  readonly handoff: string | null;
};

/** Expects `e` (event) in scope; the first event chains to the hash of the project's id. */
const previous = sql`encode(coalesce((SELECT b.hash FROM event b WHERE b.project_id = e.project_id AND b.seq = e.seq - 1),
  sha256(convert_to(e.project_id::text, 'UTF8'))), 'hex')`;

/** undefined: there is none of that name in this project. */
async function handoffId({ projectId, rows }: QueryContext, handoff: string): Promise<string | undefined> {
  const [found] = await rows(sql<{
    id: string;
  }>`SELECT h.id FROM handoff h JOIN project p ON p.id = h.project_id
    WHERE h.project_id = ${projectId}::uuid AND p.prefix = split_part(${handoff}::text, '-', 1)
      AND h.number = split_part(${handoff}::text, '-', 2)::int`);
  return found?.id;
}

export const eventLog = defineQuery({
  name: 'event.log',
  title: 'Audit log',
  description: 'Every event with its hash, newest first, by type, actor, handoff and time.',
  input: EventLogInput,
  output: EventLog,
  permission: 'admin',
  scope: 'admin-read',
  adminAction: true,
  read: async (context, input) => {
    const { facts, projectId, rows } = context;
    if (facts.project === null) return null;
    const subject = input.handoff === undefined ? null : await handoffId(context, input.handoff);
    if (subject === undefined) return null;
    // Each part only where it is asked for, so that an index can serve it.
    const wanted: Sql[] = [
      ...(input.types === undefined ? [] : [sql` AND e.type = ANY(${[...input.types]}::text[])`]),
      ...(input.actor === undefined ? [] : [sql` AND e.actor_id = ${input.actor}::uuid`]),
      ...(subject === null ? [] : [sql` AND e.subject_id = ${subject}::uuid`]),
      ...(input.from === undefined ? [] : [sql` AND e.at >= ${input.from}::timestamptz`]),
      ...(input.until === undefined ? [] : [sql` AND e.at < ${input.until}::timestamptz`]),
    ];
    const filter = wanted.reduce<Sql>((all, part) => sql`${all}${part}`, sql``);
    const upwards = input.after !== undefined && input.before === undefined;
    const edge = upwards
      ? sql` AND e.seq > ${input.after ?? 0}::bigint ORDER BY e.seq`
      : sql`${input.before === undefined ? sql`` : sql` AND e.seq < ${input.before}::bigint`} ORDER BY e.seq DESC`;
    const found =
      await rows(sql<Row>`SELECT e.seq, to_jsonb(e.at) #>> '{}' AS at, e.type, nullif(e.body -> 'actor', 'null') AS actor,
        nullif(e.body -> 'subject', 'null') AS subject, p.prefix || '-' || h.number AS handoff, e.session_id AS "sessionId",
        e.body ->> 'action' AS action, e.body ->> 'policySet' AS "policySet", e.body ->> 'causedBy' AS "causedBy",
        coalesce(d.payload, '{}') AS payload, d.redacted_at IS NOT NULL AS redacted, encode(e.hash, 'hex') AS hash, ${previous} AS "previousHash"
      FROM (SELECT e.* FROM event e WHERE e.project_id = ${projectId}::uuid${filter}${edge} LIMIT ${input.limit + 1}::int) e
      JOIN project p ON p.id = e.project_id
      LEFT JOIN event_payload d ON d.project_id = e.project_id AND d.seq = e.seq
      LEFT JOIN handoff h ON h.project_id = e.project_id AND h.id = e.subject_id
      ORDER BY e.seq${upwards ? sql`` : sql` DESC`}`);
    const more = found.length > input.limit;
    const page = found.slice(0, input.limit).map(({ handoff, subject: about, ...row }) => ({
      ...row,
      subject: about === null ? null : { ...about, ...(handoff === null ? {} : { handoff }) },
    }));
    return {
      events: upwards ? page.reverse() : page,
      older: upwards ? (input.after ?? 0) > 0 : more,
      newer: upwards ? more : input.before !== undefined && input.before <= facts.project.seq,
      seq: facts.project.seq,
      untrusted: true as const,
    };
  },
});
