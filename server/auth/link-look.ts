import type pg from 'pg';
import { queryOnce } from '../db/pool';

/** What its holder may see of an open link. */
export interface LinkLook {
  readonly purpose: 'set-up' | 'reset' | 'invite';
  readonly email: string | null;
  readonly name: string | null;
  readonly project: { readonly key: string; readonly name: string } | null;
  readonly permission: string | null;
  readonly roles: readonly { readonly key: string; readonly name: Readonly<Record<string, string>> }[];
  readonly by: string | null;
  readonly expiresAt: string;
  /** Who has the address. */
  readonly userId: string | null;
}

/** Null for a link that was used, has run out, was taken back or never was. */
export async function readLink(pool: pg.Pool, hash: string): Promise<LinkLook | null> {
  const { rows } = await queryOnce<LinkLook>(
    pool,
    `SELECT l.purpose, coalesce(u.email, i.email) AS email, u.name,
       CASE WHEN p.id IS NOT NULL THEN jsonb_build_object('key', p.key, 'name', p.name) END AS project, i.permission,
       coalesce((SELECT jsonb_agg(jsonb_build_object('key', r.key, 'name', r.name) ORDER BY r.position) FROM role r
         WHERE r.project_id = i.project_id AND r.key = ANY(i.roles)), '[]') AS roles,
       a.name AS by, l.expires_at AS "expiresAt", u.id AS "userId"
     FROM one_time_link l LEFT JOIN invitation i ON i.project_id = l.project_id AND i.id = l.invitation_id
     LEFT JOIN project p ON p.id = i.project_id
     LEFT JOIN actor a ON a.project_id = i.project_id AND a.id = i.inviter_id
     LEFT JOIN "user" u ON u.id = l.user_id OR u.email = i.email
     WHERE l.secret_hash = decode($1, 'hex') AND l.used_at IS NULL AND l.revoked_at IS NULL AND l.expires_at > now()
       AND u.disabled_at IS NULL AND p.archived_at IS NULL`,
    [hash],
  );
  return rows[0] ?? null;
}
