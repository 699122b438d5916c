import type { ActorKind, Permission } from '../policy/policy.types';
import type { Credential } from './credential';
import { type Sql, sql } from './sql';

export interface ActorFacts {
  readonly id: string;
  readonly kind: ActorKind;
  readonly name: string;
  readonly permission: Permission | null;
  readonly roles: readonly string[];
  readonly disabled: boolean;
  readonly owner: {
    readonly id: string;
    readonly name: string;
    readonly permission: Permission | null;
    readonly roles: readonly string[];
    readonly disabled: boolean;
  } | null;
}

/** Read by one statement in one snapshot, before anything is decided. Times are ISO texts of the database's clock. */
export interface BaseFacts {
  readonly now: string;
  readonly credential: {
    readonly known: boolean;
    readonly scopes: readonly string[];
    readonly expired: boolean;
    readonly revoked: boolean;
    readonly disabled: boolean;
    /** Token: its id. */
    readonly tokenId: string | null;
  };
  readonly project: {
    readonly id: string;
    readonly key: string;
    readonly name: string;
    readonly prefix: string;
    readonly settings: { readonly protectedBranches?: readonly string[] };
    readonly archived: boolean;
    readonly rulesEpoch: number;
    readonly seq: number;
    readonly epoch: string;
  } | null;
  readonly actor: ActorFacts | null;
  /** The actor's active session. */
  readonly session: {
    readonly id: string;
    readonly mode: string;
    readonly branch: string | null;
    readonly handoffId: string | null;
    /** Rises with each recovery. */
    readonly fence: number;
    /** A recovery whose first action is still to come, and the moves its brief named. */
    readonly unscored?: { readonly id: string; readonly moves: readonly string[] } | null;
  } | null;
  /** People who could approve: active, at least members. */
  readonly eligiblePeople: number;
  readonly replay: { readonly requestHash: string; readonly result: unknown } | null;
}

function credentialRows(credential: Credential): Sql {
  switch (credential.kind) {
    case 'token':
      return sql`cred AS MATERIALIZED (
        SELECT t.project_id, t.agent_id AS actor_id, NULL::uuid AS user_id, t.id AS token_id, t.scopes,
               t.expires_at <= now() AS expired, t.revoked_at IS NOT NULL AS revoked, false AS disabled
        FROM agent_token t WHERE t.secret_hash = ${credential.secretHash})`;
    case 'person':
      return sql`cred AS MATERIALIZED (
        SELECT NULL::uuid AS project_id, NULL::uuid AS actor_id, u.id AS user_id, NULL::uuid AS token_id,
               '{read,act,knowledge,admin-read}'::text[] AS scopes, false AS expired,
               u.token_version <> ${credential.tokenVersion} AS revoked, u.disabled_at IS NOT NULL AS disabled
        FROM "user" u WHERE u.id = ${credential.userId}::uuid)`;
    case 'system':
      return sql`cred AS MATERIALIZED (
        SELECT NULL::uuid AS project_id, NULL::uuid AS actor_id, NULL::uuid AS user_id, NULL::uuid AS token_id,
               '{read,act,knowledge,admin-read}'::text[] AS scopes, false AS expired, false AS revoked, false AS disabled)`;
  }
}

function actorMatch(credential: Credential): Sql {
  switch (credential.kind) {
    case 'token':
      return sql`a.id = cred.actor_id`;
    case 'person':
      return sql`a.user_id = cred.user_id`;
    case 'system':
      return sql`a.kind = 'system'`;
  }
}

/** Shape of ActorFacts. Expects `me` (an actor's row, and `off`: whether it is disabled) in scope. */
export const actorFacts = (
  name: Sql,
): Sql => sql`jsonb_build_object('id', me.id, 'kind', me.kind, 'name', ${name}, 'permission', me.permission,
        'roles', coalesce((SELECT jsonb_agg(r.role_key ORDER BY r.role_key) FROM actor_role r
          WHERE r.project_id = me.project_id AND r.actor_id = me.id), '[]'),
        'disabled', me.off,
        'owner', (SELECT jsonb_build_object('id', o.id, 'name', o.name, 'permission', o.permission,
            'roles', coalesce((SELECT jsonb_agg(r.role_key) FROM actor_role r
              WHERE r.project_id = o.project_id AND r.actor_id = o.id), '[]'),
            'disabled', coalesce(ou.disabled_at, o.disabled_at) IS NOT NULL)
          FROM actor o LEFT JOIN "user" ou ON ou.id = o.user_id
          WHERE o.project_id = me.project_id AND o.id = me.owner_id))`;

/**
 * The one statement before a decision. `own` is the action's fragment: a scalar query that answers one JSON value
 * and may name `p` (the project's row) and `me` (the actor's row).
 */
export function factsStatement(
  credential: Credential,
  projectKey: string | null,
  idempotencyKey: string | null,
  own: Sql | null,
): Sql {
  return sql`WITH ${credentialRows(credential)},
  p AS MATERIALIZED (
    SELECT p.*, c.rules_epoch, c.seq, c.epoch FROM cred
    JOIN project p ON (cred.project_id IS NULL OR p.id = cred.project_id) AND (${projectKey}::text IS NULL OR p.key = ${projectKey})
    JOIN project_clock c ON c.project_id = p.id
    WHERE p.removed_at IS NULL AND (${projectKey}::text IS NOT NULL OR cred.project_id IS NOT NULL)),
  me AS MATERIALIZED (
    SELECT a.*, coalesce(u.disabled_at, a.disabled_at) IS NOT NULL AS off, u.name AS user_name
    FROM p, cred, actor a LEFT JOIN "user" u ON u.id = a.user_id
    WHERE a.project_id = p.id AND ${actorMatch(credential)})
  SELECT jsonb_build_object(
    'now', now(),
    'credential', coalesce((SELECT jsonb_build_object('known', true, 'scopes', to_jsonb(scopes), 'expired', expired,
        'revoked', revoked, 'disabled', disabled, 'tokenId', token_id) FROM cred),
      '{"known": false, "scopes": [], "expired": false, "revoked": false, "disabled": false, "tokenId": null}'),
    'project', (SELECT jsonb_build_object('id', id, 'key', key, 'name', name, 'prefix', prefix, 'settings', settings,
        'archived', archived_at IS NOT NULL, 'rulesEpoch', rules_epoch, 'seq', seq, 'epoch', epoch) FROM p),
    'actor', (SELECT ${actorFacts(sql`CASE WHEN (SELECT key FROM p) = 'instance' THEN coalesce(me.user_name, me.name) ELSE me.name END`)} FROM me),
    'session', (SELECT jsonb_build_object('id', s.id, 'mode', s.mode, 'branch', s.branch, 'handoffId', s.handoff_id, 'fence', s.fence,
        'unscored', (SELECT jsonb_build_object('id', rc.id, 'moves', to_jsonb(rc.moves)) FROM session_recovery rc
          WHERE rc.project_id = s.project_id AND rc.id = s.recovery_id AND rc.first_action IS NULL))
      FROM session s, me WHERE s.project_id = me.project_id
        AND (CASE WHEN s.state = 'active' THEN s.actor_id END) = me.id),
    'eligiblePeople', (SELECT count(*) FROM actor e JOIN "user" eu ON eu.id = e.user_id, p
      WHERE e.project_id = p.id AND e.kind = 'person' AND e.permission <> 'viewer'
        AND e.disabled_at IS NULL AND eu.disabled_at IS NULL),
    'replay', (SELECT jsonb_build_object('requestHash', i.request_hash, 'result', i.result) FROM idempotency i, me
      WHERE i.project_id = me.project_id AND i.actor_id = me.id AND i.key = ${idempotencyKey}::text),
    'own', ${own ?? sql`NULL::jsonb`}
  ) AS facts`;
}
