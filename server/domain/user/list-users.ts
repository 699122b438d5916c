import { defineQuery } from '../../actions/action';
import { sql } from '../../actions/sql';
import { UserList, UserListInput, type UserRow } from './user.schema';

export const listUsers = defineQuery({
  name: 'user.list',
  title: 'People of the instance',
  description: 'Everybody who may sign in, by address, with the projects they are in.',
  input: UserListInput,
  output: UserList,
  permission: 'admin',
  scope: 'admin-read',
  place: 'instance',
  adminAction: true,
  read: async ({ projectId, rows, facts }, { after, limit }) => {
    const found =
      await rows(sql<UserRow>`SELECT u.id, u.email, u.name, i.permission = 'admin' AS admin, u.sample,
        u.disabled_at AS "disabledAt", u.created_at AS "createdAt", m.seen AS "seenAt",
        u.password_hash IS NOT NULL AS "hasPassword", u.id = ${facts.actor?.id ?? null}::uuid AS you,
        coalesce(m.projects, '[]') AS projects,
        (SELECT count(*) FROM actor o JOIN actor g ON g.project_id = o.project_id AND g.owner_id = o.id
          WHERE o.user_id = u.id) AS agents
      FROM "user" u JOIN actor i ON i.project_id = ${projectId}::uuid AND i.user_id = u.id
      LEFT JOIN LATERAL (SELECT max(a.seen_at) AS seen, jsonb_agg(jsonb_build_object('key', p.key, 'name', p.name,
          'permission', a.permission) ORDER BY p.created_at, p.id) FILTER (WHERE a.removed_at IS NULL) AS projects
        FROM actor a JOIN project p ON p.id = a.project_id WHERE a.user_id = u.id AND a.project_id <> i.project_id) m ON true
      WHERE u.email > ${after ?? ''} ORDER BY u.email LIMIT ${limit + 1}`);
    const users = found.slice(0, limit);
    return { users, next: found.length > limit ? (users.at(-1)?.email ?? null) : null };
  },
});
