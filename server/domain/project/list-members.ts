import { defineQuery } from '../../actions/action';
import { sql } from '../../actions/sql';
import type { ActorView } from '../handoff/handoff.schema';
import { actorJson } from '../handoff/handoff-card.sql';
import { Members, MembersInput } from './project.schema';

export const listMembers = defineQuery({
  name: 'project.members',
  title: 'Members and agents',
  description: 'Who acts in this project, with permission and roles.',
  input: MembersInput,
  output: Members,
  permission: 'viewer',
  scope: 'read',
  place: 'any',
  read: async ({ projectId, rows }) => ({
    members: await rows(sql<{
      actor: ActorView;
      permission: 'viewer' | 'member' | 'lead' | 'admin' | null;
      roles: string[];
      disabled: boolean;
    }>`SELECT ${actorJson('a.project_id', 'a.id')} AS actor, a.permission,
        coalesce((SELECT jsonb_agg(r.role_key ORDER BY r.role_key) FROM actor_role r WHERE r.project_id = a.project_id AND r.actor_id = a.id), '[]') AS roles,
        coalesce(u.disabled_at, a.disabled_at) IS NOT NULL AS disabled
      FROM actor a LEFT JOIN "user" u ON u.id = a.user_id
      WHERE a.project_id = ${projectId}::uuid AND a.kind <> 'system' AND a.removed_at IS NULL ORDER BY a.kind, a.name LIMIT 500`),
  }),
});
