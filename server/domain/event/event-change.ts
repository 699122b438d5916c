import { defineQuery } from '../../actions/action';
import { sql } from '../../actions/sql';
import { EventChange, EventChangeInput } from './event-log.schema';

interface Row {
  readonly changed: Record<string, unknown>;
  /** Each field's last value before, as an earlier event told it. */
  readonly before: Record<string, unknown>;
}

export const eventChange = defineQuery({
  name: 'event.change',
  title: 'What an event changed',
  description: 'The fields one event changed, each with the value an earlier event had given it.',
  input: EventChangeInput,
  output: EventChange,
  permission: 'admin',
  scope: 'admin-read',
  adminAction: true,
  read: async ({ projectId, rows }, { seq }) => {
    const [row] = await rows(sql<Row>`WITH e AS MATERIALIZED (SELECT e.seq, e.subject_id,
          coalesce(CASE WHEN jsonb_typeof(d.payload -> 'changed') = 'object' THEN d.payload -> 'changed' END, '{}') AS changed
        FROM event e LEFT JOIN event_payload d ON d.project_id = e.project_id AND d.seq = e.seq
        WHERE e.project_id = ${projectId}::uuid AND e.seq = ${seq}::bigint)
      SELECT e.changed, coalesce((SELECT jsonb_object_agg(f.field, b.value) FROM jsonb_object_keys(e.changed) f(field)
        CROSS JOIN LATERAL (SELECT coalesce(d.payload -> 'changed' -> f.field, d.payload -> f.field) AS value
          FROM event x JOIN event_payload d ON d.project_id = x.project_id AND d.seq = x.seq
          WHERE x.project_id = ${projectId}::uuid AND x.subject_id = e.subject_id AND x.seq < e.seq
            AND coalesce(d.payload -> 'changed' -> f.field, d.payload -> f.field) IS NOT NULL
          ORDER BY x.seq DESC LIMIT 1) b), '{}') AS before
      FROM e`);
    if (row === undefined) return null;
    return {
      seq,
      fields: Object.entries(row.changed).map(([field, after]) => ({
        field,
        after,
        known: field in row.before,
        before: row.before[field] ?? null,
      })),
      untrusted: true as const,
    };
  },
});
