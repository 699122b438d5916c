import { defineAction } from '../../actions/action';
import { now, refuse } from '../../actions/change';
import { type Fragment, sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { noOwner, unknownRoles } from './agent.rules';
import { AgentResult, CreateAgent } from './agent.schema';
import { type Owner, ownerJson, rolesJson } from './agent-facts';

interface AgentFacts {
  readonly taken: boolean;
  readonly roles: readonly string[];
  readonly owner: Owner;
}

function agentFacts(name: string, owner: string | undefined): Fragment<AgentFacts> {
  return sql<AgentFacts>`(SELECT jsonb_build_object(
    'taken', EXISTS (SELECT FROM actor a WHERE a.project_id = p.id AND a.name = ${name}),
    'roles', ${rolesJson}, 'owner', ${ownerJson(owner)}) FROM p)`;
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
    const unknown = unknownRoles(input.roles, own.roles);
    if (unknown) return unknown;
    if (own.owner === null) return noOwner();
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
