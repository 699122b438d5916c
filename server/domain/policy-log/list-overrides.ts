import { defineQuery } from '../../actions/action';
import { sql } from '../../actions/sql';
import { OverrideList, OverrideListInput } from './coverage.schema';
import { cursorOf, readCursor } from './cursor.rules';

interface Row {
  readonly id: string;
  readonly policyId: string;
  readonly handoff: string;
  readonly actor: { id: string; kind: 'person' | 'agent' | 'system'; name: string };
  readonly granter: { id: string; kind: 'person' | 'agent' | 'system'; name: string };
  readonly reason: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly usedAt: string | null;
  readonly state: 'open' | 'used' | 'expired';
}

export const listOverrides = defineQuery({
  name: 'override.list',
  title: 'Overrides',
  description:
    'Exceptions that were granted, newest first: by whom, for whom, why, until when, and if they were used.',
  input: OverrideListInput,
  output: OverrideList,
  permission: 'member',
  scope: 'read',
  read: async ({ projectId, rows }, input) => {
    const before = readCursor(input.before);
    const found =
      await rows(sql<Row>`SELECT o.id, o.policy_id AS "policyId", p.prefix || '-' || h.number AS handoff,
        jsonb_build_object('id', a.id, 'kind', a.kind, 'name', a.name) AS actor,
        jsonb_build_object('id', g.id, 'kind', g.kind, 'name', g.name) AS granter, o.reason,
        to_jsonb(o.created_at) #>> '{}' AS "createdAt", to_jsonb(o.expires_at) #>> '{}' AS "expiresAt", to_jsonb(o.used_at) #>> '{}' AS "usedAt",
        CASE WHEN o.used_at IS NOT NULL THEN 'used' WHEN o.expires_at > now() THEN 'open' ELSE 'expired' END AS state
      FROM override o JOIN project p ON p.id = o.project_id
      JOIN handoff h ON h.project_id = o.project_id AND h.id = o.handoff_id
      JOIN actor a ON a.project_id = o.project_id AND a.id = o.actor_id
      JOIN actor g ON g.project_id = o.project_id AND g.id = o.granter_id
      WHERE o.project_id = ${projectId}::uuid AND (${input.policy ?? null}::text IS NULL OR o.policy_id = ${input.policy ?? null}::text)
        AND (${before?.at ?? null}::timestamptz IS NULL OR (o.created_at, o.id) < (${before?.at ?? null}::timestamptz, ${before?.id ?? null}::uuid))
      ORDER BY o.created_at DESC, o.id DESC LIMIT ${input.limit + 1}::int`);
    const overrides = found.slice(0, input.limit);
    const last = overrides.at(-1);
    return {
      overrides,
      next: found.length > input.limit && last ? cursorOf(last.createdAt, last.id) : null,
      untrusted: true as const,
    };
  },
});
