import { defineAction } from '../../actions/action';
import { now, refuse } from '../../actions/change';
import { event } from '../../events/catalogue';
import { ContextResult, SetContext } from './context.schema';
import { type EntryFacts, EXCERPT, entryFacts, mayWrite } from './write-context';

export const setContext = defineAction<EntryFacts>()({
  name: 'context.set',
  title: 'Set a context entry',
  description:
    'Keeps a value in the session layer (agents and people), the project layer (leads) or the global one (instance admins).',
  input: SetContext,
  output: ContextResult,
  permission: 'member',
  place: 'any',
  scope: 'act',
  events: ['context.changed'],
  retry: 'server',
  refusals: ['RULE_REFUSED', 'CONFLICT'],
  facts: (input) => entryFacts(input.layer, input.key),
  derive: (facts) =>
    facts.project === null
      ? null
      : { resource: { kind: 'project', id: facts.project.id, label: facts.project.key }, context: {} },
  rule: (facts, input, env) => {
    const { actor, session, own } = facts;
    const refusal = mayWrite(facts, input.layer);
    if (refusal !== null) return refusal;
    if (actor === null) return refuse('actor.none', 'There is no such actor.', { code: 'NOT_FOUND' });
    const present = own.entry === null || own.entry.removed ? 0 : own.entry.version;
    if (input.expectedVersion !== undefined && input.expectedVersion !== present) {
      return refuse('context.version', 'Somebody changed this entry since you looked.', {
        code: 'CONFLICT',
        details: { expectedVersion: input.expectedVersion, version: present },
      });
    }
    if (input.session !== undefined && input.session !== session?.id) {
      return refuse(
        'session.other',
        'That session is not your active one; you write the context of your own.',
      );
    }
    const version = (own.entry?.version ?? 0) + 1;
    const id = own.entry?.id ?? env.newId();
    const values = { value: input.value, version, author_id: actor.id, source: input.source };
    const text = typeof input.value === 'string' ? input.value : JSON.stringify(input.value);
    return {
      kind: 'change',
      ...(own.entry === null
        ? {
            inserts: [
              {
                table: 'context_entry' as const,
                rows: [
                  {
                    id,
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
                expect: { version: own.entry.version, ...(own.entry.removed ? {} : { removed_at: null }) },
                set: { ...values, updated_at: now, removed_at: null },
              },
            ],
          }),
      events: [
        event(
          'context.changed',
          { kind: 'context', id },
          {
            layer: input.layer,
            key: input.key,
            version,
            source: input.source,
            changed: { value: text.slice(0, EXCERPT), source: input.source },
          },
        ),
      ],
      result: { layer: input.layer, key: input.key, version },
    };
  },
});
