import { defineQuery, type QueryContext } from '../../actions/action';
import { raw, sql } from '../../actions/sql';
import { Coverage, CoverageInput, type PolicyCoverage } from './coverage.schema';

const KINDS = ['person', 'agent', 'system'] as const;

interface Counts {
  /** Events by action, type, kind of actor and day back. */
  readonly committed: readonly {
    action: string;
    type: string;
    kind: (typeof KINDS)[number];
    day: number;
    n: number;
  }[];
  readonly denied: readonly { policy: string; day: number; n: number; last: string }[];
  /** Calls: what several policies refuse together is one. */
  readonly refused: number;
  readonly used: readonly { policy: string; day: number; n: number }[];
  readonly unused: readonly { policy: string; n: number }[];
  readonly followed: readonly { policy: string; of: number; through: number }[];
  readonly selfApproved: number;
}

/** So that one loud agent does not make the question slow: of that many refusals it is seen what came of them. */
const FOLLOWED = 500;

/** One read of what is written anyway: the log, the refusals, the exceptions. Nothing is counted while acting. */
async function count({ projectId, rows }: QueryContext, days: number): Promise<Counts> {
  const day = (column: string) => sql`floor(extract(epoch FROM now() - ${raw(column)}) / 86400)::int`;
  const since = sql`now() - make_interval(days => ${days}::int)`;
  const [row] = await rows(sql<Counts>`SELECT
    coalesce((SELECT jsonb_agg(x) FROM (SELECT coalesce(e.body ->> 'action', '') AS action, e.type, coalesce(a.kind, 'system') AS kind, ${day('e.at')} AS day, count(*)::int AS n
      FROM event e LEFT JOIN actor a ON a.project_id = e.project_id AND a.id = e.actor_id
      WHERE e.project_id = ${projectId}::uuid AND e.at > ${since} GROUP BY 1, 2, 3, 4) x), '[]') AS committed,
    coalesce((SELECT jsonb_agg(x) FROM (SELECT d.policy_id AS policy, ${day('d.last_at')} AS day, sum(d.count)::int AS n, max(d.last_at) AS last
      FROM policy_decision d WHERE d.project_id = ${projectId}::uuid AND d.last_at > ${since} GROUP BY 1, 2) x), '[]') AS denied,
    coalesce((SELECT sum(x.n)::int FROM (SELECT max(d.count) AS n FROM policy_decision d
      WHERE d.project_id = ${projectId}::uuid AND d.last_at > ${since} GROUP BY d.actor_id, d.action, d.resource, d.minute) x), 0) AS refused,
    coalesce((SELECT jsonb_agg(x) FROM (SELECT o.policy_id AS policy, ${day('o.used_at')} AS day, count(*)::int AS n
      FROM override o WHERE o.project_id = ${projectId}::uuid AND o.used_at > ${since} GROUP BY 1, 2) x), '[]') AS used,
    coalesce((SELECT jsonb_agg(x) FROM (SELECT o.policy_id AS policy, count(*)::int AS n
      FROM override o WHERE o.project_id = ${projectId}::uuid AND o.used_at IS NULL AND o.created_at > ${since} GROUP BY 1) x), '[]') AS unused,
    coalesce((SELECT jsonb_agg(x) FROM (SELECT f.policy_id AS policy, count(*)::int AS of, count(*) FILTER (WHERE EXISTS (
        SELECT FROM event e WHERE e.project_id = f.project_id AND e.subject_id = f.handoff_id AND e.actor_id = f.actor_id
          AND e.body ->> 'action' = f.action AND e.type <> 'policy.denied' AND e.at > f.last_at))::int AS through
      FROM (SELECT d.project_id, d.policy_id, d.actor_id, d.action, h.id AS handoff_id, max(d.last_at) AS last_at
        FROM (SELECT * FROM policy_decision d WHERE d.project_id = ${projectId}::uuid AND d.last_at > ${since}
          ORDER BY d.last_at DESC LIMIT ${FOLLOWED}::int) d
        JOIN handoff h ON h.project_id = d.project_id AND h.number = substring(d.resource FROM '^[A-Z]+-([1-9][0-9]{0,8})$')::int
        GROUP BY 1, 2, 3, 4, 5) f GROUP BY 1) x), '[]') AS followed,
    (SELECT count(*)::int FROM event e JOIN handoff h ON h.project_id = e.project_id AND h.id = e.subject_id
      LEFT JOIN actor au ON au.project_id = h.project_id AND au.id = h.author_id
      WHERE e.project_id = ${projectId}::uuid AND e.type = 'handoff.completed' AND e.at > ${since}
        AND (h.author_id = e.actor_id OR au.owner_id = e.actor_id)
        AND NOT EXISTS (SELECT FROM override o WHERE o.project_id = h.project_id AND o.handoff_id = h.id
          AND o.policy_id = 'duty.self-accept' AND o.used_at IS NOT NULL)) AS "selfApproved"`);
  if (row === undefined) throw new Error('the coverage statement answered no row');
  return row;
}

export const policyCoverage = defineQuery({
  name: 'policy.coverage',
  title: 'Policy coverage',
  description: 'Of each policy what it let through, refused and was set aside for, day by day, and its text.',
  input: CoverageInput,
  output: Coverage,
  permission: 'member',
  scope: 'read',
  read: async (context, { days }) => {
    const { runtime } = context;
    const counts = await count(context, days);
    const series = (entries: readonly { day: number; n: number }[]) => {
      const made = Array<number>(days).fill(0);
      for (const { day, n } of entries) {
        const at = days - 1 - day;
        if (at >= 0 && at < days) made[at] = (made[at] ?? 0) + n;
      }
      return made;
    };
    const sum = (entries: readonly { n: number }[]) => entries.reduce((all, { n }) => all + n, 0);
    const committed = counts.committed.flatMap(({ action, type, kind, day, n }) => {
      const watching = runtime.watching({ action, type, kind });
      return watching === null ? [] : [{ watching, day, n }];
    });
    const policies = runtime.policies().map((policy): PolicyCoverage => {
      const { id, title, why, fix, denies, example, evaluated, override, text, hash } = policy;
      const mine = <Row extends { policy: string }>(all: readonly Row[]) =>
        all.filter((row) => row.policy === id);
      const allowed = committed.filter(({ watching }) => watching.includes(id));
      const denied = mine(counts.denied);
      const used = mine(counts.used);
      const [followed] = mine(counts.followed);
      return {
        ...{ id, title, why, fix, denies, example, override, text, hash },
        mode: evaluated ? 'builtin' : 'structural',
        allowed: evaluated ? sum(allowed) : null,
        denied: sum(denied),
        overridden: sum(used),
        unused: sum(mine(counts.unused)),
        selfApproved: id === 'duty.self-accept' ? counts.selfApproved : 0,
        followed: { of: followed?.of ?? 0, through: followed?.through ?? 0 },
        lastDeniedAt:
          denied
            .map(({ last }) => last)
            .sort()
            .at(-1) ?? null,
        series: { allowed: series(allowed), denied: series(denied), overridden: series(used) },
      };
    });
    const { refused } = counts;
    return { days, policySet: runtime.policySet, checked: sum(committed) + refused, refused, policies };
  },
});
