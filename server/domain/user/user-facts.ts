import type { Derived, Facts } from '../../actions/action';
import { type Fragment, type Sql, sql } from '../../actions/sql';
import type { UserFacts } from './user.rules';

/**
 * Everywhere the user of the row `u` is a member, in the order in which clocks are locked; `p` is the instance. What is
 * being buried takes no more events.
 */
export const memberships: Sql = sql`coalesce((SELECT jsonb_agg(jsonb_build_object('projectId', a.project_id, 'actorId', a.id, 'name', a.name)
  ORDER BY a.project_id) FROM u, p, actor a JOIN project t ON t.id = a.project_id AND t.removed_at IS NULL
  WHERE a.user_id = u.id AND a.project_id <> p.id), '[]')`;

/** Who administers that project and can sign in: those of the sample cannot once a real person exists. */
export const adminsOf = (
  project: Sql,
): Sql => sql`SELECT a.id, a.user_id FROM actor a JOIN "user" au ON au.id = a.user_id
  WHERE a.project_id = ${project} AND a.permission = 'admin' AND a.disabled_at IS NULL AND au.disabled_at IS NULL
    AND (NOT au.sample OR NOT EXISTS (SELECT FROM "user" r WHERE NOT r.sample))`;

/** Of the instance `p`. */
export const activeAdmins: Sql = adminsOf(sql`(SELECT p.id FROM p)`);

/** Keys of the projects that nobody but the user of the row `u` administers; `p` is the instance. */
const onlyAdminOf: Sql = sql`coalesce((SELECT jsonb_agg(t.key ORDER BY t.key) FROM u, p, project t
  WHERE t.id <> p.id AND t.removed_at IS NULL AND EXISTS (SELECT FROM (${adminsOf(sql`t.id`)}) x WHERE x.user_id = u.id)
    AND NOT EXISTS (SELECT FROM (${adminsOf(sql`t.id`)}) x WHERE x.user_id <> u.id)), '[]')`;

/** Facts of the instance about one person; `p` is the instance. */
export function userFacts(email: string): Fragment<UserFacts> {
  return sql<UserFacts>`(WITH u AS MATERIALIZED (SELECT u.*, a.permission FROM p, "user" u
      JOIN actor a ON a.user_id = u.id WHERE a.project_id = p.id AND u.email = ${email})
    SELECT jsonb_build_object(
    'user', (SELECT jsonb_build_object('id', u.id, 'email', u.email, 'name', u.name,
      'disabled', u.disabled_at IS NOT NULL, 'admin', u.permission = 'admin') FROM u),
    'memberships', ${memberships}, 'onlyAdminOf', ${onlyAdminOf},
    'admins', coalesce((SELECT jsonb_agg(x.id) FROM (${activeAdmins}) x), '[]')))`;
}

export function deriveUser(facts: Facts<UserFacts>): Derived | null {
  const { own, project } = facts;
  if (own.user === null || project === null) return null;
  return { resource: { kind: 'user', id: own.user.id, label: project.key }, context: {} };
}
