import { defineAction } from '../../actions/action';
import { refuse } from '../../actions/change';
import { type Fragment, sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { Mode } from '../handoff/handoff.schema';
import { lastHeard, sessionWork } from './recovery-facts';
import { metaEntry } from './session.rules';
import { LoseSession, SessionResult } from './session.schema';

interface LoseFacts {
  readonly lost: {
    readonly id: string;
    readonly state: string;
    readonly mode: string;
    readonly actor: string;
    /** Who is told. */
    readonly owner: string | null;
    readonly handoff: string | null;
    readonly silentSeconds: number;
  } | null;
}

function loseFacts(session: string): Fragment<LoseFacts> {
  return sql<LoseFacts>`(SELECT jsonb_build_object('lost', (SELECT jsonb_build_object('id', s.id, 'state', s.state, 'mode', s.mode,
      'actor', a.name, 'owner', (SELECT o.name FROM actor o WHERE o.project_id = a.project_id AND o.id = a.owner_id),
      'handoff', (SELECT p.prefix || '-' || h.number FROM handoff h WHERE h.project_id = s.project_id AND h.id = ${sessionWork}),
      'silentSeconds', extract(epoch FROM now() - ${lastHeard})::int)
    FROM p JOIN session s ON s.project_id = p.id JOIN actor a ON a.project_id = s.project_id AND a.id = s.actor_id
    WHERE s.id = ${session}::uuid)))`;
}

export const loseSession = defineAction<LoseFacts>()({
  name: 'session.lose',
  title: 'Call a silent session lost',
  description: 'Marks a session lost that was not heard of for too long; its actor recovers it.',
  input: LoseSession,
  output: SessionResult,
  permission: 'admin',
  scope: 'act',
  audience: 'system',
  events: ['session.lost'],
  retry: 'server',
  refusals: ['RULE_REFUSED', 'NOT_FOUND'],
  facts: (input) => loseFacts(input.session),
  derive: (facts) =>
    facts.project === null || facts.own.lost === null
      ? null
      : { resource: { kind: 'project', id: facts.project.id, label: facts.project.key }, context: {} },
  rule: (facts, _input, env) => {
    const { lost } = facts.own;
    if (lost === null || facts.actor === null || lost.state !== 'active') {
      return refuse('session.moved', 'The session is not active any more.');
    }
    const minutes = Math.floor(lost.silentSeconds / 60);
    return {
      kind: 'change',
      updates: [
        { table: 'session', key: { id: lost.id }, expect: { state: 'active' }, set: { state: 'lost' } },
      ],
      inserts: [
        metaEntry(env.newId(), lost.id, facts.actor.id, `lost: silent for ${minutes} min`, {
          kind: 'lost',
          minutes,
        }),
      ],
      events: [
        event(
          'session.lost',
          { kind: 'session', id: lost.id },
          { actor: lost.actor, owner: lost.owner, handoff: lost.handoff, silentMinutes: minutes },
        ),
      ],
      result: { session: lost.id, state: 'lost' as const, mode: Mode.catch('code').parse(lost.mode) },
    };
  },
});
