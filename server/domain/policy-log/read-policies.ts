import { defineQuery } from '../../actions/action';
import { sql } from '../../actions/sql';
import type { ActorView } from '../handoff/handoff.schema';
import { actorJson } from '../handoff/handoff-card.sql';
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
  read: async ({ projectId, rows }, input) => ({
    decisions:
      await rows(sql<DecisionRow>`SELECT d.id, ${actorJson('d.project_id', 'd.actor_id')} AS actor, d.action, d.resource,
        d.policy_id AS "policyId", d.policy_set AS "policySet", d.count, d.first_at AS "firstAt", d.last_at AS "lastAt"
      FROM policy_decision d WHERE d.project_id = ${projectId}::uuid
        AND (${input.handoff ?? null}::text IS NULL OR d.resource = ${input.handoff ?? null}::text)
      ORDER BY d.last_at DESC, d.id LIMIT ${input.limit}::int`),
  }),
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
