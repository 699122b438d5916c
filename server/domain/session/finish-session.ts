import { defineAction } from '../../actions/action';
import { now, refuse } from '../../actions/change';
import { sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { Mode } from '../handoff/handoff.schema';
import { FinishSession, SessionResult } from './session.schema';

export const finishSession = defineAction<null>()({
  name: 'session.finish',
  title: 'Finish the work session',
  description: 'Ends your active session, with a summary for whoever comes next.',
  input: FinishSession,
  output: SessionResult,
  permission: 'member',
  scope: 'act',
  sessionExempt: true,
  events: ['session.finished'],
  retry: 'server',
  refusals: ['RULE_REFUSED'],
  facts: () => sql<null>`NULL::jsonb`,
  derive: (facts) =>
    facts.project === null
      ? null
      : { resource: { kind: 'project', id: facts.project.id, label: facts.project.key }, context: {} },
  rule: (facts, input, env) => {
    if (facts.actor === null || facts.session === null) {
      return refuse('session.none', 'You have no active session to finish.');
    }
    const { id, mode } = facts.session;
    return {
      kind: 'change',
      updates: [
        {
          table: 'session',
          key: { id },
          expect: { state: 'active' },
          set: { state: 'finished', finished_at: now, summary: input.summary ?? null },
        },
      ],
      inserts: [
        {
          table: 'session_entry',
          rows: [
            {
              id: env.newId(),
              session_id: id,
              stream: 'meta',
              text: `finish${input.summary === undefined ? '' : ` ${input.summary}`}`,
              actor_id: facts.actor.id,
            },
          ],
          computed: { at: now },
        },
      ],
      deletes: [{ table: 'timer', key: { kind: 'session', subject_id: id } }],
      events: [event('session.finished', { kind: 'session', id }, { summary: input.summary ?? null })],
      result: { session: id, state: 'finished' as const, mode: Mode.catch('code').parse(mode) },
    };
  },
});
