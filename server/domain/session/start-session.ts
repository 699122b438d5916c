import { defineAction } from '../../actions/action';
import { now, refuse } from '../../actions/change';
import { sessionTicket } from '../../actions/session-ticket';
import { type Fragment, sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { branchFacts } from '../handoff/handoff-derive.rules';
import { silenceTimer } from './session.rules';
import { OpenedResult, StartSession } from './session.schema';

interface StartFacts {
  /** null where none was named, or none exists. */
  readonly handoffId: string | null;
}

export const startSession = defineAction<StartFacts>()({
  name: 'session.start',
  title: 'Start a work session',
  description: 'Opens a session; what an agent changes is logged in it. One active session an actor.',
  input: StartSession,
  output: OpenedResult,
  permission: 'member',
  scope: 'act',
  sessionExempt: true,
  opensSession: true,
  events: ['session.started'],
  retry: 'server',
  refusals: ['RULE_REFUSED', 'NOT_FOUND'],
  facts: (input): Fragment<StartFacts> =>
    sql<StartFacts>`(SELECT jsonb_build_object('handoffId', (SELECT h.id FROM handoff h, p
      WHERE h.project_id = p.id AND p.prefix = split_part(${input.handoff ?? null}::text, '-', 1)
        AND h.number = split_part(${input.handoff ?? null}::text, '-', 2)::int)))`,
  derive: (facts, input) =>
    facts.project === null || (input.handoff !== undefined && facts.own.handoffId === null)
      ? null
      : {
          resource: { kind: 'project', id: facts.project.id, label: facts.project.key },
          context: branchFacts(facts, input.branch ?? null),
        },
  rule: (facts, input, env) => {
    if (facts.actor === null) return refuse('actor.none', 'There is no such actor.', { code: 'NOT_FOUND' });
    if (facts.session !== null) {
      return refuse('session.active', 'You have an active session; finish it before you start another.', {
        details: { session: facts.session.id, mode: facts.session.mode },
        next: [{ action: 'session.finish', arguments: {}, by: 'you' }],
      });
    }
    const id = env.newId();
    return {
      kind: 'change',
      inserts: [
        {
          table: 'session',
          rows: [
            {
              id,
              actor_id: facts.actor.id,
              handoff_id: facts.own.handoffId,
              mode: input.mode,
              branch: input.branch ?? null,
              focus: input.focus,
            },
          ],
          computed: { started_at: now },
        },
        {
          table: 'session_entry',
          rows: [
            {
              id: env.newId(),
              session_id: id,
              stream: 'meta',
              text: `start [${input.mode}]${input.focus === '' ? '' : ` ${input.focus}`}`,
              actor_id: facts.actor.id,
            },
          ],
          computed: { at: now },
        },
        silenceTimer(id, facts.actor.kind),
      ],
      events: [
        event(
          'session.started',
          { kind: 'session', id },
          {
            mode: input.mode,
            branch: input.branch ?? null,
            focus: input.focus,
            handoff: input.handoff ?? null,
          },
        ),
      ],
      result: {
        session: id,
        state: 'active' as const,
        mode: input.mode,
        ticket: sessionTicket(id, 1),
      },
    };
  },
});
