import type { Derived, Facts } from '../../actions/action';
import { type Fragment, sql } from '../../actions/sql';
import { liveClaims, openAssignments } from '../handoff/free-claims';
import type { MemberFacts } from './member.rules';

/** The member and their agents. Expects `m` (the member's row). */
export const them = sql`SELECT a.id FROM actor a, m WHERE a.project_id = m.project_id AND (a.id = m.id OR a.owner_id = m.id)`;

/** Names are unique in a project; agents and the system are no members. */
export function memberFacts(member: string): Fragment<MemberFacts> {
  return sql<MemberFacts>`(WITH m AS MATERIALIZED (SELECT a.* FROM actor a, p
      WHERE a.project_id = p.id AND a.kind = 'person' AND a.name = ${member} AND a.removed_at IS NULL)
    SELECT jsonb_build_object(
    'member', (SELECT jsonb_build_object('id', m.id, 'name', m.name, 'permission', m.permission, 'disabled', m.disabled_at IS NOT NULL,
      'roles', coalesce((SELECT jsonb_agg(r.role_key ORDER BY r.role_key) FROM actor_role r
        WHERE r.project_id = m.project_id AND r.actor_id = m.id), '[]')) FROM m),
    'admins', coalesce((SELECT jsonb_agg(a.id) FROM actor a JOIN "user" u ON u.id = a.user_id, p
      WHERE a.project_id = p.id AND a.kind = 'person' AND a.permission = 'admin'
        AND a.disabled_at IS NULL AND u.disabled_at IS NULL), '[]'),
    'roles', coalesce((SELECT jsonb_agg(r.key) FROM role r, p WHERE r.project_id = p.id), '[]'),
    'claims', ${liveClaims(them)}, 'assignments', ${openAssignments(them)}))`;
}

export function deriveMember(facts: Facts<MemberFacts>): Derived | null {
  const { project, own } = facts;
  if (project === null || own.member === null) return null;
  return { resource: { kind: 'actor', id: own.member.id, label: project.key }, context: {} };
}
