import { defineQuery } from '../../actions/action';
import { sql } from '../../actions/sql';
import type { ActorView } from '../handoff/handoff.schema';
import { actorJson } from '../handoff/handoff-card.sql';
import { cursorOf, readCursor } from './cursor.rules';
import { DecisionList, ListDecisions, PolicyList, PolicyListInput } from './policy.schema';

interface DecisionRow {
  readonly id: string;
  readonly actor: ActorView;
  readonly action: string;
  readonly resource: string;
  readonly policyId: string;
  readonly policySet: string;
  readonly count: number;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly throughAt: string | null;
}

export const policyDecisions = defineQuery({
  name: 'policy.decisions',
  title: 'Refusals',
  description: 'What policies refused lately, newest first.',
  input: ListDecisions,
  output: DecisionList,
  permission: 'member',
  scope: 'read',
  place: 'any',
  read: async ({ projectId, rows }, input) => {
    const before = readCursor(input.before);
    const found =
      await rows(sql<DecisionRow>`SELECT d.id, ${actorJson('d.project_id', 'd.actor_id')} AS actor, d.action, d.resource,
        d.policy_id AS "policyId", d.policy_set AS "policySet", d.count,
        to_jsonb(d.first_at) #>> '{}' AS "firstAt", to_jsonb(d.last_at) #>> '{}' AS "lastAt",
        (SELECT to_jsonb(e.at) #>> '{}' FROM handoff h JOIN event e ON e.project_id = h.project_id AND e.subject_id = h.id
          WHERE h.project_id = d.project_id AND h.number = substring(d.resource FROM '^[A-Z]+-([1-9][0-9]{0,8})$')::int
            AND e.actor_id = d.actor_id AND e.body ->> 'action' = d.action AND e.type <> 'policy.denied' AND e.at > d.last_at
          ORDER BY e.seq LIMIT 1) AS "throughAt"
      FROM policy_decision d WHERE d.project_id = ${projectId}::uuid
        AND (${input.handoff ?? null}::text IS NULL OR d.resource = ${input.handoff ?? null}::text)
        AND (${input.policy ?? null}::text IS NULL OR d.policy_id = ${input.policy ?? null}::text)
        AND (${before?.at ?? null}::timestamptz IS NULL OR (d.last_at, d.id) < (${before?.at ?? null}::timestamptz, ${before?.id ?? null}::uuid))
      ORDER BY d.last_at DESC, d.id DESC LIMIT ${input.limit + 1}::int`);
    const decisions = found.slice(0, input.limit);
    const last = decisions.at(-1);
    return { decisions, next: found.length > input.limit && last ? cursorOf(last.lastAt, last.id) : null };
  },
});

export const policyList = defineQuery({
  name: 'policy.list',
  title: 'Policies',
  description: 'The built-in policies in plain words, with how often each refused here.',
  input: PolicyListInput,
  output: PolicyList,
  permission: 'viewer',
  scope: 'read',
  place: 'any',
  read: async ({ projectId, rows, runtime }) => {
    const counts = await rows(sql<{
      policyId: string;
      denied: number;
    }>`SELECT policy_id AS "policyId", sum(count)::int AS denied
      FROM policy_decision WHERE project_id = ${projectId}::uuid GROUP BY policy_id`);
    const denied = new Map(counts.map((row) => [row.policyId, row.denied]));
    return {
      policySet: runtime.policySet,
      policies: runtime.policies().map(({ id, title, why, denies, example, evaluated, override, hash }) => ({
        id,
        title,
        why,
        denies,
        example,
        evaluated,
        override,
        hash,
        denied: denied.get(id) ?? 0,
      })),
    };
  },
});
