import { defineAction } from '../../actions/action';
import { refuse } from '../../actions/change';
import { sessionTicket } from '../../actions/session-ticket';
import { sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { Mode } from '../handoff/handoff.schema';
import { metaEntry, silenceTimer } from './session.rules';
import { OpenedResult, ResumeSession } from './session.schema';

interface ResumeFacts {
  /** null where none of one's own is that, or is not paused. */
  readonly paused: { readonly id: string; readonly mode: string; readonly fence: number } | null;
}

export const resumeSession = defineAction<ResumeFacts>()({
  name: 'session.resume',
  title: 'Resume a paused session',
  description: 'Goes on with a session of yours that was paused. After a crash use session.recover.',
  input: ResumeSession,
  output: OpenedResult,
  permission: 'member',
  scope: 'act',
  sessionExempt: true,
  opensSession: true,
  events: ['session.resumed'],
  retry: 'server',
  refusals: ['RULE_REFUSED'],
  facts: (input) =>
    sql<ResumeFacts>`(SELECT jsonb_build_object('paused', (SELECT jsonb_build_object('id', s.id, 'mode', s.mode, 'fence', s.fence)
      FROM session s, p, me WHERE s.project_id = p.id AND s.actor_id = me.id AND s.state = 'paused'
        AND (${input.session ?? null}::uuid IS NULL OR s.id = ${input.session ?? null}::uuid)
      ORDER BY s.started_at DESC LIMIT 1)))`,
  derive: (facts) =>
    facts.project === null
      ? null
      : { resource: { kind: 'project', id: facts.project.id, label: facts.project.key }, context: {} },
  rule: (facts, _input, env) => {
    const { actor, session, own } = facts;
    if (actor === null || own.paused === null) {
      return refuse('session.none', 'You have no paused session; a lost one is recovered.', {
        next: [{ action: 'session.recover', arguments: {}, by: 'you' }],
      });
    }
    if (session !== null) {
      return refuse('session.active', 'You have an active session; pause or finish it first.', {
        details: { session: session.id, mode: session.mode },
        next: [{ action: 'session.pause', arguments: {}, by: 'you' }],
      });
    }
    const { id, mode, fence } = own.paused;
    return {
      kind: 'change',
      updates: [{ table: 'session', key: { id }, expect: { state: 'paused' }, set: { state: 'active' } }],
      inserts: [
        metaEntry(env.newId(), id, actor.id, 'resumed', { kind: 'resume' }),
        silenceTimer(id, actor.kind),
      ],
      events: [event('session.resumed', { kind: 'session', id }, {})],
      result: {
        session: id,
        state: 'active' as const,
        mode: Mode.catch('code').parse(mode),
        ticket: sessionTicket(id, fence),
      },
    };
  },
});
