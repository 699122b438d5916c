import { defineAction } from '../../actions/action';
import { refuse } from '../../actions/change';
import { type Fragment, sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { Mode } from '../handoff/handoff.schema';
import { activated, metaEntry, type RoleTags } from './session.rules';
import { SwitchResult, SwitchSession } from './session.schema';

interface SwitchFacts {
  /** null where none was named, or none exists. */
  readonly handoffId: string | null;
  readonly roles: readonly RoleTags[];
}

export const switchSession = defineAction<SwitchFacts>()({
  name: 'session.switch',
  title: 'Switch mode or handoff',
  description:
    'Changes what your session is about: a mode activates roles; a handoff or a focus says what for.',
  input: SwitchSession,
  output: SwitchResult,
  permission: 'member',
  scope: 'act',
  events: ['session.switched'],
  retry: 'server',
  refusals: ['RULE_REFUSED', 'NOT_FOUND'],
  facts: (input): Fragment<SwitchFacts> =>
    sql<SwitchFacts>`(SELECT jsonb_build_object('handoffId', (SELECT h.id FROM handoff h, p
        WHERE h.project_id = p.id AND p.prefix = split_part(${input.handoff ?? null}::text, '-', 1)
          AND h.number = split_part(${input.handoff ?? null}::text, '-', 2)::int),
      'roles', coalesce((SELECT jsonb_agg(jsonb_build_object('key', r.key, 'tags', to_jsonb(r.tags)) ORDER BY r.position)
        FROM role r, p WHERE r.project_id = p.id), '[]')))`,
  derive: (facts, input) =>
    facts.project === null || (input.handoff !== undefined && facts.own.handoffId === null)
      ? null
      : { resource: { kind: 'project', id: facts.project.id, label: facts.project.key }, context: {} },
  rule: (facts, input, env) => {
    const { actor, session, own } = facts;
    if (actor === null || session === null) {
      return refuse('session.none', 'You have no active session to switch.', {
        next: [{ action: 'session.start', arguments: {}, by: 'you' }],
      });
    }
    if (input.mode === undefined && input.handoff === undefined && input.focus === undefined) {
      return refuse('session.same', 'Name a mode, a handoff or a focus to switch to.');
    }
    const before = Mode.catch('code').parse(session.mode);
    const mode = input.mode ?? before;
    const roles = activated(mode, own.roles, actor);
    const words = [
      ...(mode === before ? [] : [`mode ${before} to ${mode}`]),
      ...(input.handoff === undefined ? [] : [`handoff ${input.handoff}`]),
      ...(input.focus === undefined ? [] : [`focus: ${input.focus}`]),
    ];
    return {
      kind: 'change',
      updates: [
        {
          table: 'session',
          key: { id: session.id },
          expect: { state: 'active' },
          set: {
            mode,
            ...(input.handoff === undefined ? {} : { handoff_id: own.handoffId }),
            ...(input.focus === undefined ? {} : { focus: input.focus }),
          },
        },
      ],
      inserts: [
        metaEntry(env.newId(), session.id, actor.id, words.length > 0 ? words.join(', ') : `mode ${mode}`, {
          kind: 'switch',
          mode,
          roles,
        }),
      ],
      events: [
        event(
          'session.switched',
          { kind: 'session', id: session.id },
          { from: before, mode, handoff: input.handoff ?? null, focus: input.focus ?? null },
        ),
      ],
      result: { session: session.id, state: 'active' as const, mode, roles },
    };
  },
});
