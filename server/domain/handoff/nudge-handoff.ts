import { z } from 'zod';
import { defineAction } from '../../actions/action';
import { now, type Refusal, refuse } from '../../actions/change';
import { type Fragment, sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { type Actor, closed, type Handoff, NUDGE_PAUSE_SECONDS } from './handoff.rules';
import { HandoffRef, NudgeHandoff } from './handoff.schema';
import { deriveHandoff, labelOf, stageRole } from './handoff-derive.rules';
import { type HandoffFacts, handoffFacts } from './handoff-facts';

/** Neither is known where only moves are listed. */
interface NudgeFacts extends HandoffFacts {
  /** The caller's last reminder of it: as it was read, and when another may follow, null where it may now. */
  readonly last?: { readonly at: string; readonly again: string | null } | null;
  /** Name of the member or agent whom the open question is put to. */
  readonly askedName?: string | null;
}

/** Whom a reminder of it reaches: by name, or every holder of the role. */
interface Nudged {
  readonly id: string | null;
  readonly name: string | null;
  readonly role: string | null;
}

/** Who can bring it on: whoever was asked, else the holder or the one it is assigned to, else the role of the stage. */
function nudgedOf(own: NudgeFacts, handoff: Handoff): Nudged {
  const { question } = own;
  if (handoff.state === 'input_required' && question !== null) {
    const name = own.askedName ?? null;
    return { id: question.askedId, name, role: question.askedId === null ? question.roleKey : null };
  }
  const one = handoff.holder ?? handoff.assignee;
  if (one !== null) return { id: one.id, name: one.name, role: null };
  return { id: null, name: null, role: stageRole(own) };
}

function mayNudge(own: NudgeFacts, handoff: Handoff, actor: Actor): Refusal | null {
  const gone = closed(handoff);
  if (gone) return gone;
  if (nudgedOf(own, handoff).id === actor.id) return refuse('nudge.self', 'It waits for you yourself.');
  const again = own.last?.again ?? null;
  if (again === null) return null;
  return refuse('nudge.soon', 'You reminded of it less than an hour ago.', { details: { again } });
}

export const nudgeHandoff = defineAction<NudgeFacts>()({
  name: 'handoff.nudge',
  title: 'Remind of a handoff',
  description:
    'Reminds whoever a handoff waits for: who was asked, who holds it, else the role of its stage. Once an hour for each handoff.',
  input: NudgeHandoff,
  output: z.strictObject({ handoff: HandoffRef, actor: z.string().nullable(), role: z.string().nullable() }),
  permission: 'member',
  scope: 'act',
  events: ['handoff.nudged'],
  retry: 'server',
  refusals: ['RULE_REFUSED'],
  facts: (input): Fragment<NudgeFacts> =>
    sql<NudgeFacts>`(WITH f AS MATERIALIZED (SELECT ${handoffFacts(input.handoff)} AS j)
      SELECT f.j || jsonb_build_object(
        'last', (SELECT jsonb_build_object('at', n.at,
            'again', CASE WHEN n.at > commit_time() - make_interval(secs => ${NUDGE_PAUSE_SECONDS}::int)
              THEN n.at + make_interval(secs => ${NUDGE_PAUSE_SECONDS}::int) END)
          FROM p, me, nudge n WHERE n.project_id = p.id AND n.handoff_id = (f.j -> 'handoff' ->> 'id')::uuid AND n.nudger_id = me.id),
        'askedName', (SELECT a.name FROM p, actor a
          WHERE a.project_id = p.id AND a.id = (f.j -> 'question' ->> 'askedId')::uuid)) FROM f)`,
  derive: (facts) => deriveHandoff(facts),
  rule: (facts) => {
    const { handoff, last = null } = facts.own;
    const { actor } = facts;
    if (handoff === null || actor === null)
      return refuse('handoff.none', 'There is no such handoff.', { code: 'NOT_FOUND' });
    const refusal = mayNudge(facts.own, handoff, actor);
    if (refusal) return refusal;
    const { name, role } = nudgedOf(facts.own, handoff);
    const key = { handoff_id: handoff.id, nudger_id: actor.id };
    return {
      kind: 'change',
      // Of two reminders at once the second finds another row than it read, and is told when again.
      ...(last === null
        ? {
            inserts: [
              { table: 'nudge', rows: [{ ...key, version: handoff.version }], computed: { at: now } },
            ],
          }
        : {
            updates: [
              { table: 'nudge', key, expect: { at: last.at }, set: { version: handoff.version, at: now } },
            ],
          }),
      events: [
        event(
          'handoff.nudged',
          { kind: 'handoff', id: handoff.id },
          { stage: handoff.stageKey, actor: name, role },
        ),
      ],
      result: { handoff: labelOf(facts, handoff), actor: name, role },
    };
  },
  // Where it is one's own turn, reminding is no move; see mayNudge for the rest.
  offers: ({ own, actor }) =>
    own.handoff === null || actor === null || nudgedOf(own, own.handoff).id === actor.id
      ? []
      : [{ arguments: {} }],
});
