import { defineAction } from '../../actions/action';
import { now, nowPlus, refuse } from '../../actions/change';
import { type Fragment, sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { CreateToken, TokenResult } from './agent.schema';

interface TokenFacts {
  readonly agent: { readonly id: string; readonly disabled: boolean } | null;
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
    sql<TokenFacts>`(SELECT jsonb_build_object('agent', (SELECT jsonb_build_object('id', a.id, 'disabled', a.disabled_at IS NOT NULL)
      FROM actor a, p WHERE a.project_id = p.id AND a.kind = 'agent' AND a.name = ${input.agent})))`,
  derive: (facts) =>
    facts.own.agent === null || facts.project === null
      ? null
      : { resource: { kind: 'actor', id: facts.own.agent.id, label: facts.project.key }, context: {} },
  rule: (facts, input, env) => {
    const { agent } = facts.own;
    if (agent === null) return refuse('agent.none', 'There is no such agent.', { code: 'NOT_FOUND' });
    if (agent.disabled) return refuse('agent.disabled', 'The agent is disabled.');
    const id = env.newId();
    const secret = env.newAgentToken(id);
    return {
      kind: 'change',
      inserts: [
        {
          table: 'agent_token',
          rows: [{ id, agent_id: agent.id, secret_hash: `\\x${secret.hash}`, scopes: input.scopes }],
          computed: { created_at: now, expires_at: nowPlus(input.days * DAY_SECONDS) },
        },
      ],
      events: [
        event(
          'token.created',
          { kind: 'actor', id: agent.id },
          {
            agent: input.agent,
            scopes: input.scopes,
            expiresAt: `${input.days} d`,
          },
        ),
      ],
      result: { id, agent: input.agent, scopes: input.scopes, days: input.days, token: null },
      once: { token: secret.token },
    };
  },
});
