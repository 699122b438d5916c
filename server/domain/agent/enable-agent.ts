import { defineAction } from '../../actions/action';
import { refuse } from '../../actions/change';
import { type Fragment, sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { deriveAgent, noSuchAgent } from './agent.rules';
import { StopAgent, StopResult } from './agent.schema';
import { type AgentRow, agentJson } from './agent-facts';

interface EnableFacts {
  readonly agent: AgentRow | null;
}

export const enableAgent = defineAction<EnableFacts>()({
  name: 'agent.enable',
  title: 'Let an agent work again',
  description: 'Ends the stop: tokens that are neither revoked nor expired are taken again.',
  input: StopAgent,
  output: StopResult,
  permission: 'admin',
  scope: 'act',
  adminAction: true,
  events: ['agent.enabled'],
  retry: 'server',
  refusals: ['RULE_REFUSED'],
  facts: (input): Fragment<EnableFacts> =>
    sql<EnableFacts>`(SELECT jsonb_build_object('agent', ${agentJson(input.agent)}) FROM p)`,
  derive: (facts) => deriveAgent(facts, facts.own.agent),
  rule: (facts) => {
    const { agent } = facts.own;
    if (agent === null) return noSuchAgent();
    if (!agent.disabled) return refuse('agent.enabled', 'The agent is not stopped.');
    return {
      kind: 'change',
      updates: [{ table: 'actor', key: { id: agent.id }, set: { disabled_at: null } }],
      events: [event('agent.enabled', { kind: 'actor', id: agent.id }, { agent: agent.name })],
      result: { agent: agent.name, disabled: false, handoffs: [] },
    };
  },
});
