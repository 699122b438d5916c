import { v7 as uuid } from 'uuid';
import { withClient } from '../db/pool';
import type { PolicyDecision } from '../policy/policy.types';
import type { AnyAction, Derived } from './action';
import { statementName } from './commit';
import type { BaseFacts } from './facts';
import type { PipelineRuntime } from './pipeline-runtime';
import { render, sql } from './sql';

/** A holder stopped by the checklist shows on the card until it moves again; a lead's try at another route does not. */
const MARKING_ACTIONS: ReadonlySet<string> = new Set(['handoff.send', 'handoff.complete']);
const MARKING_POLICY = 'checklist.required';

/**
 * Writes a refusal in a transaction of its own: coalesced per actor, action, resource, policy and minute, never with
 * the arguments. The first of a minute is an event, so that the board learns of it while it is fresh.
 */
export async function logDenial(
  runtime: PipelineRuntime,
  action: AnyAction,
  facts: BaseFacts,
  derived: Derived,
  decision: PolicyDecision,
): Promise<string> {
  const id = uuid();
  const { project, actor } = facts;
  if (project === null || actor === null) return id;
  const policies = decision.denials.map((denial) => denial.policyId);
  const body = {
    type: 'policy.denied',
    actor: { id: actor.id, kind: actor.kind, name: actor.name },
    subject: /^[0-9a-f-]{36}$/.test(derived.resource.id)
      ? { kind: derived.resource.kind, id: derived.resource.id }
      : null,
    sessionId: facts.session?.id ?? null,
    action: action.name,
    policySet: decision.policySet,
    payload: { action: action.name, policies, resource: derived.resource.label },
  };
  const rows = policies.map((policyId, index) => ({ id: index === 0 ? id : uuid(), policy_id: policyId }));
  // Who only looks must not leave a mark that everybody sees, whatever they try.
  const looksOnly = (actor.owner ?? actor).permission === 'viewer';
  const marks = MARKING_ACTIONS.has(action.name) && policies.includes(MARKING_POLICY) && !looksOnly;
  const query = sql`WITH k AS MATERIALIZED (SELECT project_id FROM project_clock WHERE project_id = ${project.id}::uuid FOR NO KEY UPDATE),
    d AS (INSERT INTO policy_decision AS d (project_id, id, minute, actor_id, action, resource, policy_id, policy_set)
      SELECT k.project_id, x.id, date_trunc('minute', now()), ${actor.id}::uuid, ${action.name}, ${derived.resource.label}, x.policy_id, ${decision.policySet}
      FROM k, jsonb_populate_recordset(NULL::policy_decision, ${JSON.stringify(rows)}::jsonb) x
      ON CONFLICT (project_id, actor_id, action, resource, policy_id, minute)
        DO UPDATE SET count = d.count + 1, last_at = now()
      RETURNING d.id, d.count),
    h AS (UPDATE handoff t SET refused_at = commit_time(), refused_policy = ${MARKING_POLICY} FROM k
      WHERE t.project_id = k.project_id AND t.id = ${marks ? derived.resource.id : null}::uuid AND t.state IN ('offered', 'active')
        AND (t.holder_id IS NULL OR t.holder_id = ${actor.id}::uuid) RETURNING 1),
    e AS (INSERT INTO event (project_id, body) SELECT k.project_id, ${JSON.stringify(body)}::jsonb FROM k
      WHERE EXISTS (SELECT FROM d WHERE d.count = 1) RETURNING seq)
    SELECT (SELECT id::text FROM d LIMIT 1) AS id, (SELECT seq FROM e) AS seq`;
  const { text, values } = render(query);
  const answer = await withClient(runtime.pool, (client) =>
    client.query<{ id: string | null; seq: number | null }>({ name: statementName(text), text, values }),
  );
  const row = answer.rows[0];
  if (row?.seq !== null && row?.seq !== undefined) runtime.wake.notify(project.id, row.seq);
  return row?.id ?? id;
}
