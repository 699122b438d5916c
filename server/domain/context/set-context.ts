import { defineAction } from '../../actions/action';
import { now, refuse } from '../../actions/change';
import { type Fragment, sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { ContextResult, SetContext } from './context.schema';

interface EntryFacts {
  readonly entry: { readonly id: string; readonly version: number } | null;
}

export const setContext = defineAction<EntryFacts>()({
  name: 'context.set',
  title: 'Set a context entry',
  description: 'Keeps a value in the session layer (agents and people) or the project layer (leads).',
  input: SetContext,
  output: ContextResult,
  permission: 'member',
  scope: 'act',
  events: ['context.changed'],
  retry: 'server',
  refusals: ['RULE_REFUSED'],
  facts: (input): Fragment<EntryFacts> =>
    sql<EntryFacts>`(SELECT jsonb_build_object('entry', (SELECT jsonb_build_object('id', c.id, 'version', c.version)
      FROM context_entry c, p, me WHERE c.project_id = p.id AND c.layer = ${input.layer}::context_layer AND c.key = ${input.key}
        AND (c.session_id IS NULL OR c.session_id = (SELECT s.id FROM session s
          WHERE s.project_id = p.id AND (CASE WHEN s.state = 'active' THEN s.actor_id END) = me.id)))))`,
  derive: (facts) =>
    facts.project === null
      ? null
      : { resource: { kind: 'project', id: facts.project.id, label: facts.project.key }, context: {} },
  rule: (facts, input, env) => {
    const { actor, session, own } = facts;
    if (actor === null) return refuse('actor.none', 'There is no such actor.', { code: 'NOT_FOUND' });
    if (input.layer === 'session' && session === null) {
      return refuse('session.none', 'The session layer belongs to an active session; start one.', {
        next: [{ action: 'session.start', arguments: {}, by: 'you' }],
      });
    }
    if (input.session !== undefined && input.session !== session?.id) {
      return refuse(
        'session.other',
        'That session is not your active one; you write the context of your own.',
      );
    }
    const lead = actor.permission === 'lead' || actor.permission === 'admin' || actor.kind === 'system';
    if (input.layer === 'project' && !lead) {
      return refuse('context.layer', 'The project layer changes by a lead only; use the session layer.');
    }
    const version = (own.entry?.version ?? 0) + 1;
    const values = { value: input.value, version, author_id: actor.id, source: input.source };
    return {
      kind: 'change',
      ...(own.entry === null
        ? {
            inserts: [
              {
                table: 'context_entry' as const,
                rows: [
                  {
                    id: env.newId(),
                    layer: input.layer,
                    session_id: input.layer === 'session' ? (session?.id ?? null) : null,
                    key: input.key,
                    ...values,
                  },
                ],
                computed: { updated_at: now },
              },
            ],
          }
        : {
            updates: [
              {
                table: 'context_entry' as const,
                key: { id: own.entry.id },
                expect: { version: own.entry.version },
                set: { ...values, updated_at: now },
              },
            ],
          }),
      events: [event('context.changed', null, { layer: input.layer, key: input.key, version })],
      result: { layer: input.layer, key: input.key, version },
    };
  },
});
