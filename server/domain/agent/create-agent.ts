import { defineAction } from '../../actions/action';
import { now, refuse } from '../../actions/change';
import { type Fragment, sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { AgentResult, CreateAgent } from './agent.schema';

interface AgentFacts {
  readonly taken: boolean;
  readonly roles: readonly string[];
  readonly owner: { readonly id: string; readonly name: string } | null;
}

function agentFacts(name: string, owner: string | undefined): Fragment<AgentFacts> {
  return sql<AgentFacts>`(SELECT jsonb_build_object(
    'taken', EXISTS (SELECT FROM actor a WHERE a.project_id = p.id AND a.name = ${name}),
    'roles', coalesce((SELECT jsonb_agg(r.key) FROM role r WHERE r.project_id = p.id), '[]'),
    'owner', (SELECT jsonb_build_object('id', a.id, 'name', a.name) FROM actor a JOIN "user" u ON u.id = a.user_id
      WHERE a.project_id = p.id AND a.kind = 'person' AND CASE WHEN ${owner ?? null}::text IS NULL
        THEN a.id = coalesce((SELECT me.id FROM me WHERE me.kind = 'person'),
          (SELECT x.id FROM actor x WHERE x.project_id = p.id AND x.permission = 'admin' ORDER BY x.created_at, x.id LIMIT 1))
        ELSE u.email = lower(${owner ?? null}::text) END)) FROM p)`;
}

export const createAgent = defineAction<AgentFacts>()({
  name: 'agent.create',
  title: 'Create an agent',
  description: 'Adds a machine actor that acts under tokens, within the rights of the person who owns it.',
  input: CreateAgent,
  output: AgentResult,
  permission: 'admin',
  scope: 'act',
  adminAction: true,
  events: ['agent.created'],
  retry: 'server',
  refusals: ['RULE_REFUSED', 'INVALID_ARGUMENTS'],
  facts: (input) => agentFacts(input.name, input.owner),
  derive: (facts) =>
    facts.project === null
      ? null
      : { resource: { kind: 'project', id: facts.project.id, label: facts.project.key }, context: {} },
  rule: (facts, input, env) => {
    const { own } = facts;
    if (own.taken) return refuse('agent.name', 'A member or agent of this project has that name already.');
    const unknown = input.roles.filter((role) => !own.roles.includes(role));
    if (unknown.length > 0) {
      return refuse('agent.roles', 'The project has no such roles.', {
        code: 'INVALID_ARGUMENTS',
        details: { unknown, roles: own.roles },
      });
    }
    if (own.owner === null) {
      return refuse('agent.owner', 'The owner must be a member of this project.', {
        code: 'INVALID_ARGUMENTS',
      });
    }
    const id = env.newId();
    return {
      kind: 'change',
      inserts: [
        {
          table: 'actor',
          rows: [{ id, kind: 'agent', name: input.name, owner_id: own.owner.id }],
          computed: { created_at: now },
        },
        {
          table: 'actor_role',
          rows: [...new Set(input.roles)].map((role) => ({ actor_id: id, role_key: role })),
        },
      ],
      events: [
        event(
          'agent.created',
          { kind: 'actor', id },
          { name: input.name, roles: input.roles, owner: own.owner.name },
        ),
      ],
      result: { agent: input.name, roles: input.roles, owner: own.owner.name },
    };
  },
});
