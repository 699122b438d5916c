import { defineQuery } from '../../actions/action';
import { sql } from '../../actions/sql';
import { EventPage, ListEvents } from './event.schema';

interface Row {
  readonly seq: number;
  readonly at: string;
  readonly type: string;
  readonly actor: { id: string; kind: string; name: string } | null;
  readonly subject: { kind: string; id: string } | null;
  readonly handoff: string | null;
  readonly sessionId: string | null;
  readonly payload: Record<string, unknown>;
}

export const listEvents = defineQuery({
  name: 'event.list',
  title: 'Events',
  description: 'The log behind a sequence number, oldest first: who did what, when, gapless.',
  input: ListEvents,
  output: EventPage,
  permission: 'viewer',
  scope: 'read',
  place: 'any',
  read: async ({ facts, projectId, rows }, input) => {
    if (facts.project === null) return null;
    const found = await rows(sql<Row>`SELECT e.seq, e.at, e.type, nullif(e.body -> 'actor', 'null') AS actor,
        nullif(e.body -> 'subject', 'null') AS subject, p.prefix || '-' || h.number AS handoff, e.session_id AS "sessionId",
        coalesce(d.payload, '{}') AS payload
      FROM event e JOIN project p ON p.id = e.project_id
      LEFT JOIN event_payload d ON d.project_id = e.project_id AND d.seq = e.seq
      LEFT JOIN handoff h ON h.project_id = e.project_id AND h.id = e.subject_id
      WHERE e.project_id = ${projectId}::uuid AND e.seq > ${input.after}::bigint ORDER BY e.seq LIMIT ${input.limit}::int`);
    return {
      events: found.map(({ handoff, subject, ...row }) => ({
        ...row,
        subject: subject === null ? null : { ...subject, ...(handoff === null ? {} : { handoff }) },
      })),
      seq: facts.project.seq,
      epoch: facts.project.epoch,
      projectId,
      untrusted: true as const,
    };
  },
});
