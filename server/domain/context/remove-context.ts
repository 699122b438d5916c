import { defineAction } from '../../actions/action';
import { now, refuse } from '../../actions/change';
import { event } from '../../events/catalogue';
import { ContextResult, RemoveContext } from './context.schema';
import { type EntryFacts, entryFacts, mayWrite } from './write-context';

export const removeContext = defineAction<EntryFacts>()({
  name: 'context.remove',
  title: 'Remove a context entry',
  description: 'Takes a key out of a layer; what it hid holds again. A person names the key to confirm.',
  input: RemoveContext,
  output: ContextResult,
  permission: 'member',
  place: 'any',
  scope: 'act',
  destructive: true,
  events: ['context.removed'],
  retry: 'server',
  refusals: ['RULE_REFUSED', 'NOT_FOUND'],
  facts: (input) => entryFacts(input.layer, input.key),
  derive: (facts, input) =>
    facts.project === null
      ? null
      : {
          resource: { kind: 'context', id: facts.own.entry?.id ?? facts.project.id, label: input.key },
          context: {},
        },
  rule: (facts, input) => {
    const { entry } = facts.own;
    const refusal = mayWrite(facts, input.layer);
    if (refusal !== null) return refusal;
    if (entry === null || entry.removed)
      return refuse('context.none', 'There is no such entry.', { code: 'NOT_FOUND' });
    return {
      kind: 'change',
      updates: [
        {
          table: 'context_entry',
          key: { id: entry.id },
          expect: { version: entry.version, removed_at: null },
          // What was taken out is kept nowhere but in the log.
          set: { value: '', source: '', removed_at: now, updated_at: now },
        },
      ],
      events: [
        event(
          'context.removed',
          { kind: 'context', id: entry.id },
          { layer: input.layer, key: input.key, version: entry.version, changed: { value: null } },
        ),
      ],
      result: { layer: input.layer, key: input.key, version: entry.version },
    };
  },
});
