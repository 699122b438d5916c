import { type Fragment, raw, type Sql, sql } from '../../actions/sql';
import type { HandoffCard } from './handoff.schema';

/** An actor as every view shows it; `project` and `id` are column expressions of the query around it. */
export function actorJson(project: string, id: string): Sql {
  return sql`(SELECT jsonb_build_object('id', av.id, 'kind', av.kind, 'name', av.name, 'owner',
    (SELECT jsonb_build_object('id', ow.id, 'name', ow.name) FROM actor ow WHERE ow.project_id = av.project_id AND ow.id = av.owner_id))
    FROM actor av WHERE av.project_id = ${raw(project)} AND av.id = ${raw(id)})`;
}

/**
 * Whether an item counts as satisfied: passed or not applicable, bound to the present content, with its evidence.
 * Expects `ci` (checklist_item), `ti` (its template item as jsonb) and `h` (handoff).
 */
export const itemSatisfied = sql`(CASE WHEN ti ->> 'kind' = 'auto' THEN h.package_score = 8
  ELSE ci.state IN ('passed', 'not_applicable') AND ci.ticked_hash = h.content_hash END)`;

/** Required items of the present stage, as {total, passed}. Expects `h` (handoff) in scope. */
export const requiredCounts = sql`(SELECT jsonb_build_object('total', count(*), 'passed', count(*) FILTER (WHERE ${itemSatisfied}))
  FROM checklist cl JOIN checklist_item ci ON ci.project_id = cl.project_id AND ci.checklist_id = cl.id
  JOIN checklist_template ct ON ct.project_id = cl.project_id AND ct.id = cl.template_id
  CROSS JOIN LATERAL (SELECT ct.items -> ci.position AS ti) pos
  WHERE cl.project_id = h.project_id AND cl.handoff_id = h.id AND cl.stage_key = h.stage_key AND ci.required)`;

/** One card as JSON. Expects `h` (handoff) and `pr` (project) in scope. */
export const cardJson: Fragment<HandoffCard> = sql<HandoffCard>`(SELECT jsonb_build_object(
  'handoff', pr.prefix || '-' || h.number, 'title', h.title, 'version', h.version, 'fence', h.fence, 'state', h.state,
  'stage', h.stage_key, 'mode', h.mode, 'priority', h.priority, 'labels', to_jsonb(h.labels), 'branch', h.branch,
  'author', ${actorJson('h.project_id', 'h.author_id')}, 'giver', ${actorJson('h.project_id', 'h.giver_id')},
  'holder', ${actorJson('h.project_id', 'h.holder_id')}, 'lastHolder', ${actorJson('h.project_id', 'h.last_holder_id')},
  'assignee', ${actorJson('h.project_id', 'h.assignee_id')},
  'leaseUntil', h.lease_until, 'staleAt', h.stale_at,
  'blocked', CASE WHEN h.refused_at IS NOT NULL AND h.state IN ('active', 'offered') AND (n.c ->> 'passed')::int < (n.c ->> 'total')::int
    THEN jsonb_build_object('policyId', h.refused_policy, 'at', h.refused_at) END,
  'question', CASE WHEN h.state = 'input_required' THEN (SELECT jsonb_build_object('id', qu.id, 'role', qu.role_key,
      'actor', ${actorJson('qu.project_id', 'qu.asked_id')}) FROM question qu
    WHERE qu.project_id = h.project_id AND qu.handoff_id = h.id ORDER BY qu.asked_at DESC LIMIT 1) END,
  'override', (SELECT jsonb_build_object('policyId', ov.policy_id, 'expiresAt', ov.expires_at, 'used', ov.used_at IS NOT NULL)
    FROM override ov WHERE ov.project_id = h.project_id AND ov.handoff_id = h.id AND ov.expires_at > now()
    AND h.state NOT IN ('done', 'cancelled') ORDER BY ov.created_at DESC LIMIT 1),
  'returns', h.returns, 'hops', h.hops,
  'returnedBy', (SELECT CASE WHEN tr.kind = 'return' AND h.state = 'offered' THEN ${actorJson('tr.project_id', 'tr.actor_id')} END
    FROM transfer tr WHERE tr.project_id = h.project_id AND tr.handoff_id = h.id ORDER BY tr.at DESC LIMIT 1),
  'requiredTotal', (n.c ->> 'total')::int, 'requiredPassed', (n.c ->> 'passed')::int,
  'movedAt', h.moved_at, 'createdAt', h.created_at, 'closedAt', h.closed_at, 'dueAt', h.due_at)
  FROM (SELECT ${requiredCounts} AS c) n)`;
