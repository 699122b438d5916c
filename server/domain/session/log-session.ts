import { defineAction } from '../../actions/action';
import { now, refuse } from '../../actions/change';
import { sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { EntryResult, LogSession } from './session.schema';

/** Characters of an entry that its event repeats. */
const EXCERPT = 140;

export const logSession = defineAction<null>()({
  name: 'session.log',
  title: 'Write to the session log',
  description:
    'Appends to a stream of your active session: event (what), tech (reasoning, errors), meta (turning points).',
  input: LogSession,
  output: EntryResult,
  permission: 'member',
  scope: 'act',
  events: ['session.logged'],
  retry: 'server',
  refusals: ['RULE_REFUSED'],
  facts: () => sql<null>`NULL::jsonb`,
  derive: (facts) =>
    facts.project === null
      ? null
      : { resource: { kind: 'project', id: facts.project.id, label: facts.project.key }, context: {} },
  rule: (facts, input, env) => {
    if (facts.actor === null || facts.session === null) {
      return refuse('session.none', 'You have no active session.', {
        next: [{ action: 'session.start', arguments: {}, by: 'you' }],
      });
    }
    const id = env.newId();
    return {
      kind: 'change',
      inserts: [
        {
          table: 'session_entry',
          rows: [
            {
              id,
              session_id: facts.session.id,
              stream: input.stream,
              text: input.text,
              data: input.data,
              actor_id: facts.actor.id,
            },
          ],
          computed: { at: now },
        },
      ],
      events: [
        event(
          'session.logged',
          { kind: 'session', id: facts.session.id },
          {
            stream: input.stream,
            text: input.text.slice(0, EXCERPT),
          },
        ),
      ],
      result: { session: facts.session.id, entry: id },
    };
  },
});
