import type { z } from 'zod';
import { defineAction } from '../../actions/action';
import { type Change, refuse } from '../../actions/change';
import { type Fragment, sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import {
  type Assignment,
  type LiveClaim,
  liveClaims,
  openAssignments,
  withFreed,
} from '../handoff/free-claims';
import { deriveAgent, leftByAgent, noOwner, noSuchAgent, unknownRoles } from './agent.rules';
import { AgentResult, UpdateAgent } from './agent.schema';
import { type AgentRow, agentJson, type Owner, ownerJson, rolesJson } from './agent-facts';

interface UpdateFacts {
  readonly agent: AgentRow | null;
  readonly roles: readonly string[];
  /** Whom the address names; of no meaning where none was given. */
  readonly owner: Owner;
  /** In hand with the agent. */
  readonly claims: readonly LiveClaim[];
  /** Waiting for it by name. */
  readonly assignments: readonly Assignment[];
}

/** Expects `m`, the agent's row. */
const itself = sql`SELECT m.id FROM m`;

export const updateAgent = defineAction<UpdateFacts>()({
  name: 'agent.update',
  title: 'Change an agent',
  description: 'Gives an agent other roles or another owner. What it may no longer work on is offered again.',
  input: UpdateAgent,
  output: AgentResult,
  permission: 'admin',
  scope: 'act',
  adminAction: true,
  events: ['agent.updated'],
  besides: ['handoff.released', 'handoff.assigned'],
  retry: 'server',
  refusals: ['RULE_REFUSED', 'INVALID_ARGUMENTS'],
  facts: (input): Fragment<UpdateFacts> =>
    sql<UpdateFacts>`(WITH m AS MATERIALIZED (SELECT a.id FROM actor a, p
        WHERE a.project_id = p.id AND a.kind = 'agent' AND a.name = ${input.agent})
      SELECT jsonb_build_object('agent', ${agentJson(input.agent)}, 'roles', ${rolesJson}, 'owner', ${ownerJson(input.owner)},
        'claims', ${liveClaims(itself)}, 'assignments', ${openAssignments(itself)}) FROM p)`,
  derive: (facts) => deriveAgent(facts, facts.own.agent),
  rule: (facts, input) => {
    const { own, project } = facts;
    const { agent, roles: known, owner: named } = own;
    if (agent === null || project === null) return noSuchAgent();
    const roles = [...new Set(input.roles ?? agent.roles)];
    const unknown = unknownRoles(roles, known);
    if (unknown) return unknown;
    if (input.owner !== undefined && named === null) return noOwner();
    const owner = input.owner !== undefined && named ? named : { id: agent.ownerId, name: agent.ownerName };
    const added = roles.filter((role) => !agent.roles.includes(role));
    const removed = agent.roles.filter((role) => !roles.includes(role));
    if (added.length + removed.length === 0 && owner.id === agent.ownerId) {
      return refuse('agent.unchanged', 'The agent has these roles and this owner already.');
    }
    const left = leftByAgent(own, roles, input.owner === undefined ? null : named);
    const change: Change<z.output<typeof AgentResult>> = {
      kind: 'change',
      atSeq: project.seq,
      updates:
        owner.id === agent.ownerId
          ? []
          : [
              {
                table: 'actor',
                key: { id: agent.id },
                expect: { owner_id: agent.ownerId },
                set: { owner_id: owner.id },
              },
            ],
      deletes: removed.map((role) => ({
        table: 'actor_role' as const,
        key: { actor_id: agent.id, role_key: role },
      })),
      inserts:
        added.length === 0
          ? []
          : [{ table: 'actor_role', rows: added.map((role) => ({ actor_id: agent.id, role_key: role })) }],
      events: [
        event(
          'agent.updated',
          { kind: 'actor', id: agent.id },
          { agent: agent.name, roles, owner: owner.name },
        ),
      ],
      result: { agent: agent.name, roles, owner: owner.name },
    };
    return withFreed(change, left.claims, left.assignments);
  },
});
