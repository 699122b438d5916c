import { defineAction } from '../../actions/action';
import { refuse } from '../../actions/change';
import { sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { Mode } from '../handoff/handoff.schema';
import { metaEntry } from './session.rules';
import { PauseSession, SessionResult } from './session.schema';

export const pauseSession = defineAction<null>()({
  name: 'session.pause',
  title: 'Pause the work session',
  description: 'Rests your active session; a pause is no gap. A claim goes on running out meanwhile.',
  input: PauseSession,
  output: SessionResult,
  permission: 'member',
  scope: 'act',
  sessionExempt: true,
  events: ['session.paused'],
  retry: 'server',
  refusals: ['RULE_REFUSED'],
  facts: () => sql<null>`NULL::jsonb`,
  derive: (facts) =>
    facts.project === null
      ? null
      : { resource: { kind: 'project', id: facts.project.id, label: facts.project.key }, context: {} },
  rule: (facts, input, env) => {
    if (facts.actor === null || facts.session === null) {
      return refuse('session.none', 'You have no active session to pause.', {
        next: [{ action: 'session.start', arguments: {}, by: 'you' }],
      });
    }
    const { id, mode } = facts.session;
    const note = input.note === undefined || input.note === '' ? '' : `: ${input.note}`;
    return {
      kind: 'change',
      updates: [{ table: 'session', key: { id }, expect: { state: 'active' }, set: { state: 'paused' } }],
      inserts: [metaEntry(env.newId(), id, facts.actor.id, `paused${note}`, { kind: 'pause' })],
      deletes: [{ table: 'timer', key: { kind: 'session', subject_id: id } }],
      events: [event('session.paused', { kind: 'session', id }, { note: input.note ?? null })],
      result: { session: id, state: 'paused' as const, mode: Mode.catch('code').parse(mode) },
    };
  },
});
