import { defineAction } from '../../actions/action';
import { now, refuse, type Update } from '../../actions/change';
import { type Fragment, sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { deriveAgent, mayStop, noSuchAgent } from './agent.rules';
import { StopAgent, StopResult } from './agent.schema';
import { type AgentRow, agentJson } from './agent-facts';

/** Claims ended by the same commit. What an agent holds beyond them runs out by itself, since nobody renews it. */
const MOST_CLAIMS = 200;

interface Claim {
  readonly id: string;
  readonly handoff: string;
  readonly fence: number;
}
interface StopFacts {
  readonly agent: AgentRow | null;
  readonly claims: readonly Claim[];
  readonly session: string | null;
}

function stopFacts(name: string): Fragment<StopFacts> {
  return sql<StopFacts>`(SELECT jsonb_build_object('agent', f.agent,
      'claims', coalesce((SELECT jsonb_agg(jsonb_build_object('id', c.id, 'handoff', c.handoff, 'fence', c.fence) ORDER BY c.number)
        FROM (SELECT h.id, h.number, h.fence, p.prefix || '-' || h.number AS handoff FROM handoff h
          WHERE h.project_id = p.id AND h.holder_id = (f.agent ->> 'id')::uuid ORDER BY h.number LIMIT ${MOST_CLAIMS}::int) c), '[]'),
      'session', (SELECT s.id FROM session s WHERE s.project_id = p.id
        AND (CASE WHEN s.state = 'active' THEN s.actor_id END) = (f.agent ->> 'id')::uuid))
    FROM p, LATERAL (SELECT ${agentJson(name)} AS agent) f)`;
}

/**
 * The lease ends now, and its deadline with it: within a second the handoff is offered again, marked stale, by the same
 * path as any lease that ran out. A late write of the agent is refused in any case, by its own state.
 */
const endLease = ({ id, fence }: Claim): Update => ({
  table: 'handoff',
  key: { id },
  expect: { fence },
  set: { lease_until: now },
});

export const disableAgent = defineAction<StopFacts>()({
  name: 'agent.disable',
  title: 'Stop an agent',
  description:
    'Ends it at once: tokens are refused from the next call on, waiting calls end, claims are offered again.',
  input: StopAgent,
  output: StopResult,
  permission: 'member',
  scope: 'act',
  adminAction: true,
  events: ['agent.disabled'],
  retry: 'server',
  refusals: ['RULE_REFUSED'],
  facts: (input) => stopFacts(input.agent),
  derive: (facts) => deriveAgent(facts, facts.own.agent),
  rule: (facts, input) => {
    const { agent, claims, session } = facts.own;
    if (agent === null) return noSuchAgent();
    if (!mayStop(facts.actor, agent)) {
      return refuse('agent.notYours', 'Its owner or an admin of the project stops an agent.', {
        next: [{ action: 'agent.disable', arguments: { agent: input.agent }, by: 'admin' }],
      });
    }
    if (agent.disabled) return refuse('agent.disabled', 'The agent is stopped already.');
    const handoffs = claims.map(({ handoff }) => handoff);
    return {
      kind: 'change',
      updates: [
        {
          table: 'actor',
          key: { id: agent.id },
          expect: { disabled_at: null },
          set: { disabled_at: now },
        },
        ...claims.map(endLease),
        ...(session === null
          ? []
          : [
              {
                table: 'session' as const,
                key: { id: session },
                expect: { state: 'active' },
                set: { state: 'lost' },
              },
            ]),
      ],
      inserts:
        claims.length === 0
          ? []
          : [
              {
                table: 'timer',
                rows: claims.map(({ id, fence }) => ({
                  kind: 'lease',
                  subject_id: id,
                  subject_version: fence,
                  attempts: 0,
                })),
                computed: { due_at: now },
                replace: {
                  conflict: ['project_id', 'kind', 'subject_id'],
                  set: ['subject_version', 'due_at', 'attempts'],
                },
              },
            ],
      events: [event('agent.disabled', { kind: 'actor', id: agent.id }, { agent: agent.name, handoffs })],
      result: { agent: agent.name, disabled: true, handoffs },
    };
  },
});
