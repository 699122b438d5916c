import { defineAction } from '../../actions/action';
import { now, nowPlus, refuse } from '../../actions/change';
import { type Fragment, sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { deriveAgent, nextTokenName, noSuchAgent } from './agent.rules';
import { CreateToken, TokenResult } from './agent.schema';
import { type AgentRow, agentJson } from './agent-facts';

interface TokenFacts {
  readonly agent: AgentRow | null;
  /** Names its tokens have, revoked ones included: a name means one token for good. */
  readonly taken: readonly string[];
}
const DAY_SECONDS = 86_400;

export const createToken = defineAction<TokenFacts>()({
  name: 'token.create',
  title: 'Issue a token to an agent',
  description:
    'Answers the token once; only its hash is kept. It expires, carries scopes and can be revoked.',
  input: CreateToken,
  output: TokenResult,
  permission: 'admin',
  scope: 'act',
  adminAction: true,
  events: ['token.created'],
  retry: 'server',
  refusals: ['RULE_REFUSED', 'NOT_FOUND'],
  facts: (input): Fragment<TokenFacts> =>
    sql<TokenFacts>`(SELECT jsonb_build_object('agent', f.agent,
        'taken', coalesce((SELECT jsonb_agg(t.name) FROM agent_token t
          WHERE t.project_id = p.id AND t.agent_id = (f.agent ->> 'id')::uuid), '[]'))
      FROM p, LATERAL (SELECT ${agentJson(input.agent)} AS agent) f)`,
  derive: (facts) => deriveAgent(facts, facts.own.agent),
  rule: (facts, input, env) => {
    const { agent, taken } = facts.own;
    if (agent === null) return noSuchAgent();
    if (agent.disabled) {
      return refuse('agent.disabled', 'The agent is stopped.', {
        next: [{ action: 'agent.enable', arguments: { agent: input.agent }, by: 'admin' }],
      });
    }
    const name = input.name ?? nextTokenName(taken);
    if (taken.includes(name)) return refuse('token.name', 'A token of this agent has that name already.');
    const id = env.newId();
    const secret = env.newAgentToken(id);
    return {
      kind: 'change',
      inserts: [
        {
          table: 'agent_token',
          rows: [{ id, agent_id: agent.id, name, secret_hash: `\\x${secret.hash}`, scopes: input.scopes }],
          computed: { created_at: now, expires_at: nowPlus(input.days * DAY_SECONDS) },
        },
      ],
      events: [
        event(
          'token.created',
          { kind: 'actor', id: agent.id },
          { agent: agent.name, token: name, scopes: input.scopes, expiresAt: `${input.days} d` },
        ),
      ],
      result: { id, agent: agent.name, name, scopes: input.scopes, days: input.days, token: null },
      once: { token: secret.token },
    };
  },
});
