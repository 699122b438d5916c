import { defineQuery } from '../../actions/action';
import { sql } from '../../actions/sql';
import { HeadsInput, LastCheck } from './integrity.schema';

export const integrityLast = defineQuery({
  name: 'integrity.last',
  title: 'The last check of the logs',
  description: 'When somebody last checked every log to its end, who it was, and what was found.',
  input: HeadsInput,
  output: LastCheck,
  permission: 'admin',
  scope: 'admin-read',
  place: 'instance',
  adminAction: true,
  read: async ({ projectId, rows }) => {
    const [last] = await rows(sql<
      NonNullable<LastCheck['last']>
    >`SELECT to_jsonb(e.at) #>> '{}' AS at, coalesce(u.name, e.body -> 'actor' ->> 'name', '') AS by,
        coalesce((d.payload ->> 'projects')::int, 0) AS projects, coalesce(d.payload -> 'broken', '[]') AS broken
      FROM event e LEFT JOIN event_payload d ON d.project_id = e.project_id AND d.seq = e.seq
      LEFT JOIN actor a ON a.project_id = e.project_id AND a.id = e.actor_id LEFT JOIN "user" u ON u.id = a.user_id
      WHERE e.project_id = ${projectId}::uuid AND e.type = 'integrity.checked' ORDER BY e.at DESC LIMIT 1`);
    return { last: last ?? null };
  },
});
