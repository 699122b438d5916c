import { defineAction } from '../../actions/action';
import { now, refuse } from '../../actions/change';
import { type Fragment, sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { deriveAgent, noSuchAgent } from './agent.rules';
import { ConnectAgent, ConnectResult } from './agent.schema';

interface ConnectFacts {
  readonly token: {
    readonly name: string;
    readonly agentId: string;
    readonly agent: string;
    readonly used: boolean;
  } | null;
}

/** An event of its own, so that every page that watches learns of it at once. */
export const connectAgent = defineAction<ConnectFacts>()({
  name: 'agent.connect',
  title: 'Note the first call of a token',
  description: 'Writes down that an agent called with this token for the first time.',
  input: ConnectAgent,
  output: ConnectResult,
  permission: 'admin',
  scope: 'act',
  audience: 'system',
  events: ['agent.connected'],
  retry: 'server',
  refusals: ['RULE_REFUSED'],
  facts: (input): Fragment<ConnectFacts> =>
    sql<ConnectFacts>`(SELECT jsonb_build_object('token', (SELECT jsonb_build_object('name', t.name, 'agentId', a.id,
        'agent', a.name, 'used', t.last_used_at IS NOT NULL)
      FROM agent_token t JOIN actor a ON a.project_id = t.project_id AND a.id = t.agent_id, p
      WHERE t.project_id = p.id AND t.id = ${input.id}::uuid)))`,
  derive: (facts) => deriveAgent(facts, facts.own.token && { id: facts.own.token.agentId }),
  rule: (facts, input) => {
    const { token } = facts.own;
    if (token === null) return noSuchAgent();
    if (token.used) return refuse('token.used', 'The token was used before.');
    return {
      kind: 'change',
      updates: [
        {
          table: 'agent_token',
          key: { id: input.id },
          expect: { last_used_at: null },
          set: { last_used_at: now },
        },
      ],
      events: [
        event(
          'agent.connected',
          { kind: 'actor', id: token.agentId },
          { agent: token.agent, token: token.name },
        ),
      ],
      result: { agent: token.agent, token: token.name },
    };
  },
});
