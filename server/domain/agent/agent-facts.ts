import { type Fragment, type Sql, sql } from '../../actions/sql';
import type { Permission } from '../../policy/policy.types';

/** A person of the project as the owner of an agent. */
export type Owner = { readonly id: string; readonly name: string; readonly permission: Permission } | null;

/** The member with that address who may act, else the caller, else (for the command line) the first admin. Expects `p` and `me`. */
export function ownerJson(email: string | undefined): Sql {
  return sql`(SELECT jsonb_build_object('id', a.id, 'name', a.name, 'permission', a.permission) FROM actor a JOIN "user" u ON u.id = a.user_id
      WHERE a.project_id = p.id AND a.kind = 'person' AND a.disabled_at IS NULL AND u.disabled_at IS NULL AND CASE WHEN ${email ?? null}::text IS NULL
        THEN a.id = coalesce((SELECT me.id FROM me WHERE me.kind = 'person'),
          (SELECT x.id FROM actor x WHERE x.project_id = p.id AND x.permission = 'admin' AND x.disabled_at IS NULL ORDER BY x.created_at, x.id LIMIT 1))
        ELSE u.email = lower(${email ?? null}::text) END)`;
}

/** Keys of the project's roles. Expects `p`. */
export const rolesJson: Sql = sql`coalesce((SELECT jsonb_agg(r.key) FROM role r WHERE r.project_id = p.id), '[]')`;

export interface AgentRow {
  readonly id: string;
  readonly name: string;
  readonly disabled: boolean;
  readonly ownerId: string;
  readonly ownerName: string;
  readonly roles: readonly string[];
}

/** The agent of that name; null where there is none. Expects `p`. */
export function agentJson(name: string): Fragment<AgentRow | null> {
  return sql<AgentRow | null>`(SELECT jsonb_build_object('id', a.id, 'name', a.name, 'disabled', a.disabled_at IS NOT NULL,
      'ownerId', o.id, 'ownerName', o.name, 'roles', coalesce((SELECT jsonb_agg(r.role_key ORDER BY r.role_key) FROM actor_role r
        WHERE r.project_id = a.project_id AND r.actor_id = a.id), '[]'))
      FROM actor a JOIN actor o ON o.project_id = a.project_id AND o.id = a.owner_id
      WHERE a.project_id = p.id AND a.kind = 'agent' AND a.name = ${name})`;
}
