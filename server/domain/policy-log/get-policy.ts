import { defineQuery } from '../../actions/action';
import { sql } from '../../actions/sql';
import { GetPolicy, PolicyView } from './policy.schema';

interface Coverage {
  readonly denied: number;
  readonly deniedThisWeek: number;
  readonly lastDeniedAt: string | null;
  readonly overridden: number;
}

export const getPolicy = defineQuery({
  name: 'policy.get',
  title: 'One policy',
  description: 'Text, version and status of a policy, what it denies, and how often it did here.',
  input: GetPolicy,
  output: PolicyView,
  permission: 'viewer',
  scope: 'read',
  read: async ({ projectId, rows, runtime }, { policy }) => {
    const found = runtime.policies().find(({ id }) => id === policy);
    if (found === undefined) return null;
    const [coverage] = await rows(sql<Coverage>`SELECT coalesce(sum(d.count), 0)::int AS denied,
        coalesce(sum(d.count) FILTER (WHERE d.minute > now() - interval '7 days'), 0)::int AS "deniedThisWeek",
        to_jsonb(max(d.last_at)) #>> '{}' AS "lastDeniedAt",
        (SELECT count(*)::int FROM override o WHERE o.project_id = ${projectId}::uuid AND o.policy_id = ${policy}
          AND o.used_at IS NOT NULL) AS overridden
      FROM policy_decision d WHERE d.project_id = ${projectId}::uuid AND d.policy_id = ${policy}`);
    if (coverage === undefined) return null;
    const { id, title, why, fix, denies, example, override, evaluated, text, hash } = found;
    return {
      id,
      title,
      why,
      fix,
      denies,
      example,
      override,
      builtin: true as const,
      status: evaluated ? ('active' as const) : ('structural' as const),
      text,
      version: hash,
      coverage,
    };
  },
});
