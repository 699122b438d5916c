import type { Derived, Facts } from '../../actions/action';
import { type Fragment, sql } from '../../actions/sql';
import type { UserFacts } from './user.rules';

/** Facts of the instance about one person; `p` is the instance. */
export function userFacts(email: string): Fragment<UserFacts> {
  return sql<UserFacts>`(WITH w AS MATERIALIZED (SELECT u.*, a.permission FROM p, "user" u
      JOIN actor a ON a.user_id = u.id WHERE a.project_id = p.id AND u.email = ${email})
    SELECT jsonb_build_object(
    'user', (SELECT jsonb_build_object('id', w.id, 'email', w.email, 'name', w.name,
      'disabled', w.disabled_at IS NOT NULL, 'admin', w.permission = 'admin') FROM w),
    'memberships', coalesce((SELECT jsonb_agg(jsonb_build_object('projectId', a.project_id, 'actorId', a.id, 'name', a.name)
      ORDER BY a.project_id) FROM actor a, w, p WHERE a.user_id = w.id AND a.project_id <> p.id), '[]'),
    'admins', coalesce((SELECT jsonb_agg(a.id) FROM actor a JOIN "user" u ON u.id = a.user_id, p
      WHERE a.project_id = p.id AND a.permission = 'admin' AND a.disabled_at IS NULL AND u.disabled_at IS NULL), '[]')))`;
}

export function deriveUser(facts: Facts<UserFacts>): Derived | null {
  const { own, project } = facts;
  if (own.user === null || project === null) return null;
  return { resource: { kind: 'user', id: own.user.id, label: project.key }, context: {} };
}
