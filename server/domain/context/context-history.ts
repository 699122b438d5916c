import type { z } from 'zod';
import { defineQuery } from '../../actions/action';
import { sql } from '../../actions/sql';
import { ContextHistory, ContextHistoryInput } from './context.schema';

/** Characters of each version that are answered: fifty of them are read at once. */
const SHOWN = 400;

export const contextHistory = defineQuery({
  name: 'context.history',
  title: 'History of a context key',
  description:
    'Earlier versions of a key in the project or global layer, newest first, as its events tell them.',
  input: ContextHistoryInput,
  output: ContextHistory,
  permission: 'viewer',
  place: 'any',
  scope: 'read',
  read: async ({ projectId, rows }, input) => {
    const home =
      input.layer === 'global'
        ? sql`(SELECT i.id FROM project i WHERE i.key = 'instance')`
        : sql`${projectId}::uuid`;
    const versions = await rows(sql<
      z.infer<typeof ContextHistory>['versions'][number]
    >`SELECT (wp.payload ->> 'version')::int AS version,
        w.at, coalesce(w.body -> 'actor' ->> 'name', '') AS author, w.type <> 'context.changed' AS removed,
        coalesce(wp.payload ->> 'source', '') AS source, left(coalesce(wp.payload -> 'changed' ->> 'value', wp.payload ->> 'value', ''), ${SHOWN}::int) AS value
      FROM context_entry c JOIN event w ON w.project_id = c.project_id AND w.subject_id = c.id
      JOIN event_payload wp ON wp.project_id = w.project_id AND wp.seq = w.seq
      WHERE c.project_id = ${home} AND c.layer = ${input.layer}::context_layer AND c.key = ${input.key} AND c.session_id IS NULL
      ORDER BY w.seq DESC LIMIT 50`);
    return { versions, untrusted: true as const };
  },
});
