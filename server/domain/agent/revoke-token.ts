import { defineAction } from '../../actions/action';
import { now, refuse } from '../../actions/change';
import { type Fragment, sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { deriveAgent } from './agent.rules';
import { RevokeResult, RevokeToken } from './agent.schema';

interface RevokeFacts {
  readonly token: {
    readonly id: string;
    readonly name: string;
    readonly agent: string;
    readonly agentId: string;
    readonly revoked: boolean;
  } | null;
}

export const revokeToken = defineAction<RevokeFacts>()({
  name: 'token.revoke',
  title: 'Revoke a token',
  description: 'Ends a token at once and for good; calls with it answer 401 from the next one on.',
  input: RevokeToken,
  output: RevokeResult,
  permission: 'admin',
  scope: 'act',
  adminAction: true,
  events: ['token.revoked'],
  retry: 'server',
  refusals: ['RULE_REFUSED'],
  facts: (input): Fragment<RevokeFacts> =>
    sql<RevokeFacts>`(SELECT jsonb_build_object('token', (SELECT jsonb_build_object('id', t.id, 'name', t.name, 'agent', a.name,
        'agentId', a.id, 'revoked', t.revoked_at IS NOT NULL)
      FROM agent_token t JOIN actor a ON a.project_id = t.project_id AND a.id = t.agent_id, p
      WHERE t.project_id = p.id AND CASE WHEN ${input.id ?? null}::uuid IS NULL
        THEN a.name = ${input.agent ?? null}::text AND t.name = ${input.name ?? null}::text
        ELSE t.id = ${input.id ?? null}::uuid END)))`,
  derive: (facts) => deriveAgent(facts, facts.own.token && { id: facts.own.token.agentId }),
  rule: (facts) => {
    const { token } = facts.own;
    if (token === null) return refuse('token.none', 'There is no such token.', { code: 'NOT_FOUND' });
    if (token.revoked) return refuse('token.revoked', 'The token is revoked already.');
    return {
      kind: 'change',
      updates: [
        {
          table: 'agent_token',
          key: { id: token.id },
          expect: { revoked_at: null },
          set: { revoked_at: now },
        },
      ],
      events: [
        event(
          'token.revoked',
          { kind: 'actor', id: token.agentId },
          { agent: token.agent, token: token.name },
        ),
      ],
      result: { id: token.id, revoked: true as const },
    };
  },
});
