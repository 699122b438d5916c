import { defineQuery } from '../../actions/action';
import { sql } from '../../actions/sql';
import { HELD, openHandoffs } from '../handoff/free-claims';
import { MembersInput } from '../project/project.schema';
import { MemberList, type MemberRow, type RoleRow } from './member.schema';

export const memberList = defineQuery({
  name: 'member.list',
  title: 'Members, to administer them',
  description: 'The people of this project with address, permission, roles and when they were last here.',
  input: MembersInput,
  output: MemberList,
  permission: 'admin',
  scope: 'admin-read',
  adminAction: true,
  read: async ({ projectId, rows, facts }) => ({
    members: await rows(sql<MemberRow>`WITH p AS (SELECT ${projectId}::uuid AS id), held AS MATERIALIZED (
        SELECT coalesce(g.owner_id, g.id) AS id, count(*) AS count
        FROM ${openHandoffs(HELD)} JOIN actor g ON g.project_id = h.project_id AND g.id = h.holder_id
        GROUP BY 1)
      SELECT a.id, a.name, u.email, a.permission,
        coalesce((SELECT jsonb_agg(r.role_key ORDER BY r.role_key) FROM actor_role r
          WHERE r.project_id = a.project_id AND r.actor_id = a.id), '[]') AS roles,
        a.disabled_at IS NOT NULL AS disabled, u.disabled_at IS NOT NULL AS "accountDisabled",
        a.created_at AS "joinedAt", a.seen_at AS "seenAt", a.id = ${facts.actor?.id ?? null}::uuid AS you,
        (SELECT count(*) FROM actor g WHERE g.project_id = a.project_id AND g.owner_id = a.id) AS agents,
        coalesce((SELECT held.count FROM held WHERE held.id = a.id), 0) AS holds
      FROM actor a JOIN "user" u ON u.id = a.user_id
      WHERE a.project_id = ${projectId}::uuid AND a.kind = 'person' AND a.removed_at IS NULL
      ORDER BY a.disabled_at IS NOT NULL, a.permission DESC, a.name LIMIT 500`),
    roles: await rows(sql<RoleRow>`SELECT r.key, r.name, r.icon FROM role r
      WHERE r.project_id = ${projectId}::uuid ORDER BY r.position`),
  }),
});
