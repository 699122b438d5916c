import { defineQuery } from '../../actions/action';
import type { BaseFacts } from '../../actions/facts';
import { type Sql, sql } from '../../actions/sql';
import {
  AgentCalls,
  AgentCallsInput,
  AgentChoices,
  AgentChoicesInput,
  AgentList,
  AgentListInput,
  type AgentView,
  type CallView,
} from './agent.schema';
import { agentsAtWork } from './at-work.sql';

/** Tokens shown of one agent; older ones that ended are of no use to anybody. */
const TOKENS_SHOWN = 20;
const CLAIMS_SHOWN = 20;
const LOST_SHOWN = 3;

/** Admins see every agent of the project, everybody else those that act for them, an agent those of its owner. */
function visible(facts: BaseFacts): { readonly all: boolean; readonly rows: Sql } {
  const person = facts.actor?.owner ?? facts.actor;
  const all = person === null || person.permission === 'admin' || facts.actor?.kind === 'system';
  return { all, rows: all ? sql`` : sql` AND a.owner_id = ${person.id}::uuid` };
}

/** Expects `c` (agent_call) in scope. */
const callJson = sql`jsonb_build_object('at', c.last_at, 'token', (SELECT k.name FROM agent_token k WHERE k.project_id = c.project_id
  AND k.id = c.token_id), 'tool', c.tool, 'action', c.action, 'outcome', c.outcome, 'stoppedBy', c.stopped_by, 'count', c.count)`;

export const listAgents = defineQuery({
  name: 'agent.list',
  title: 'Agents',
  description:
    'Agents with owner, roles, claims, last call and the life of their tokens; never the tokens. Who is no admin sees their own.',
  input: AgentListInput,
  output: AgentList,
  permission: 'member',
  scope: 'admin-read',
  adminAction: true,
  read: async ({ facts, projectId, rows }, input) => {
    const seen = visible(facts);
    const found = await rows(sql<{ view: AgentView }>`SELECT jsonb_build_object('id', a.id, 'name', a.name,
        'owner', (SELECT jsonb_build_object('id', o.id, 'name', o.name, 'email', u.email) FROM actor o JOIN "user" u ON u.id = o.user_id
          WHERE o.project_id = a.project_id AND o.id = a.owner_id),
        'roles', coalesce((SELECT jsonb_agg(r.role_key ORDER BY r.role_key) FROM actor_role r WHERE r.project_id = a.project_id AND r.actor_id = a.id), '[]'),
        'createdAt', a.created_at, 'disabledAt', a.disabled_at,
        'disabledBy', CASE WHEN a.disabled_at IS NOT NULL THEN (SELECT by.name FROM event e JOIN actor by ON by.project_id = e.project_id AND by.id = e.actor_id
          WHERE e.project_id = a.project_id AND e.subject_id = a.id AND e.type = 'agent.disabled' ORDER BY e.seq DESC LIMIT 1) END,
        'tokens', coalesce((SELECT jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'scopes', to_jsonb(t.scopes), 'createdAt', t.created_at,
            'expiresAt', t.expires_at, 'revokedAt', t.revoked_at, 'lastUsedAt', t.last_used_at) ORDER BY t.over, t.created_at DESC)
          FROM (SELECT k.*, k.revoked_at IS NOT NULL OR k.expires_at <= now() AS over FROM agent_token k
            WHERE k.project_id = a.project_id AND k.agent_id = a.id ORDER BY over, k.created_at DESC LIMIT ${TOKENS_SHOWN}::int) t), '[]'),
        'lastCall', (SELECT ${callJson} FROM agent_call c WHERE c.project_id = a.project_id AND c.agent_id = a.id ORDER BY c.last_at DESC LIMIT 1),
        'lastRefusal', (SELECT ${callJson} FROM agent_call c WHERE c.project_id = a.project_id AND c.agent_id = a.id AND c.outcome <> 'ok'
          ORDER BY c.last_at DESC LIMIT 1),
        'claims', coalesce((SELECT jsonb_agg(jsonb_build_object('handoff', h.handoff, 'leaseUntil', h.lease_until, 'fence', h.fence) ORDER BY h.claimed_at DESC)
          FROM (SELECT x.*, p.prefix || '-' || x.number AS handoff FROM handoff x WHERE x.project_id = a.project_id AND x.holder_id = a.id
            ORDER BY x.claimed_at DESC LIMIT ${CLAIMS_SHOWN}::int) h), '[]'),
        'lost', coalesce((SELECT jsonb_agg(jsonb_build_object('handoff', h.handoff, 'at', h.stale_at) ORDER BY h.stale_at DESC)
          FROM (SELECT x.stale_at, p.prefix || '-' || x.number AS handoff FROM handoff x WHERE x.project_id = a.project_id
            AND x.last_holder_id = a.id AND x.stale_at IS NOT NULL AND x.holder_id IS NULL AND x.state = 'offered'
            ORDER BY x.stale_at DESC LIMIT ${LOST_SHOWN}::int) h), '[]')) AS view
      FROM actor a JOIN project p ON p.id = a.project_id
      WHERE a.project_id = ${projectId}::uuid AND a.kind = 'agent'${seen.rows}
        AND a.name > ${input.cursor ?? ''} AND (${input.agent ?? null}::text IS NULL OR a.name = ${input.agent ?? null}::text)
      ORDER BY a.name LIMIT ${input.limit + 1}::int`);
    if (found.length === 0 && input.agent !== undefined) return null;
    const [work] = await rows(sql<{ count: number }>`SELECT ${agentsAtWork(projectId)} AS count`);
    const agents = found.slice(0, input.limit).map(({ view }) => view);
    return {
      agents,
      atWork: work?.count ?? 0,
      nextCursor: found.length > input.limit ? (agents.at(-1)?.name ?? null) : null,
      now: facts.now,
      mayAdminister: facts.actor?.kind !== 'agent' && seen.all,
    };
  },
});

interface CallsRow {
  readonly calls: (CallView & { agent: string })[];
  readonly today: number;
  readonly refusedToday: number;
}

export const agentCalls = defineQuery({
  name: 'agent.calls',
  title: 'What agents called',
  description:
    'The latest calls, newest first: what, when, how it went and what refused it; never with arguments.',
  input: AgentCallsInput,
  output: AgentCalls,
  permission: 'member',
  scope: 'admin-read',
  adminAction: true,
  read: async ({ facts, projectId, rows }, input) => {
    const only = input.agent === undefined ? sql`` : sql` AND a.name = ${input.agent}`;
    const refused = input.refused ? sql` AND c.outcome <> 'ok'` : sql``;
    const [row] = await rows(sql<CallsRow & { there: boolean }>`WITH mine AS MATERIALIZED (
        SELECT a.project_id, a.id, a.name FROM actor a WHERE a.project_id = ${projectId}::uuid AND a.kind = 'agent'${visible(facts).rows}${only}),
      newest AS (SELECT c.*, m.name AS agent FROM mine m CROSS JOIN LATERAL (SELECT c.* FROM agent_call c WHERE c.project_id = m.project_id
        AND c.agent_id = m.id${refused} ORDER BY c.last_at DESC LIMIT ${input.limit}::int) c ORDER BY c.last_at DESC LIMIT ${input.limit}::int),
      sums AS (SELECT coalesce(sum(c.count), 0)::int AS today, coalesce(sum(c.count) FILTER (WHERE c.outcome <> 'ok'), 0)::int AS refused
        FROM mine m JOIN agent_call c ON c.project_id = m.project_id AND c.agent_id = m.id WHERE c.last_at >= date_trunc('day', now()))
      SELECT coalesce((SELECT jsonb_agg(${callJson} || jsonb_build_object('agent', c.agent) ORDER BY c.last_at DESC) FROM newest c), '[]') AS calls,
        (SELECT today FROM sums) AS today, (SELECT refused FROM sums) AS "refusedToday", EXISTS (SELECT FROM mine) AS there`);
    if (row === undefined || (!row.there && input.agent !== undefined)) return null;
    return { calls: row.calls, today: row.today, refusedToday: row.refusedToday };
  },
});

export const agentChoices = defineQuery({
  name: 'agent.choices',
  title: 'Roles and owners for agents',
  description: 'The roles an agent can be given and the people who can answer for one.',
  input: AgentChoicesInput,
  output: AgentChoices,
  permission: 'admin',
  scope: 'admin-read',
  adminAction: true,
  read: async ({ projectId, rows }) => {
    const [row] = await rows(sql<AgentChoices>`SELECT
      coalesce((SELECT jsonb_agg(jsonb_build_object('key', r.key, 'name', r.name, 'icon', r.icon) ORDER BY r.position) FROM role r
        WHERE r.project_id = ${projectId}::uuid), '[]') AS roles,
      coalesce((SELECT jsonb_agg(jsonb_build_object('name', o.name, 'email', o.email)) FROM (SELECT a.name, u.email FROM actor a JOIN "user" u ON u.id = a.user_id
        WHERE a.project_id = ${projectId}::uuid AND a.kind = 'person' AND a.disabled_at IS NULL AND u.disabled_at IS NULL
        ORDER BY a.name LIMIT 500) o), '[]') AS owners`);
    return row ?? null;
  },
});
