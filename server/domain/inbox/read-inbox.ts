import { z } from 'zod';
import { defineAction } from '../../actions/action';
import { refuse } from '../../actions/change';
import { type Fragment, sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { HandoffRef } from '../handoff/handoff.schema';
import { deriveHandoff, labelOf } from '../handoff/handoff-derive.rules';
import { type HandoffFacts, handoffFacts } from '../handoff/handoff-facts';
import { unreadOf } from '../handoff/unread.sql';
import { ReadInbox } from './inbox.schema';

interface ReadFacts extends HandoffFacts {
  readonly unread: number;
}

export const readInbox = defineAction<ReadFacts>()({
  name: 'inbox.read',
  title: 'Mark comments to you as read',
  description: 'Takes the comments on one handoff that name you out of your inbox; they stay where they are.',
  input: ReadInbox,
  output: z.strictObject({ handoff: HandoffRef, mentions: z.number().int() }),
  permission: 'viewer',
  scope: 'act',
  events: ['inbox.read'],
  retry: 'server',
  refusals: ['RULE_REFUSED'],
  facts: (input): Fragment<ReadFacts> =>
    sql<ReadFacts>`(WITH f AS MATERIALIZED (SELECT ${handoffFacts(input.handoff)} AS j)
      SELECT f.j || jsonb_build_object('unread', ${unreadOf(sql`(f.j -> 'handoff' ->> 'id')::uuid`)}) FROM f)`,
  derive: (facts) => deriveHandoff(facts),
  rule: (facts) => {
    const { handoff, unread } = facts.own;
    const { actor } = facts;
    if (handoff === null || actor === null)
      return refuse('handoff.none', 'There is no such handoff.', { code: 'NOT_FOUND' });
    if (unread === 0) return refuse('inbox.nothing', 'No comment on it that names you is unread.');
    return {
      kind: 'change',
      deletes: [{ table: 'mention', key: { actor_id: actor.id, handoff_id: handoff.id } }],
      events: [event('inbox.read', { kind: 'handoff', id: handoff.id }, { mentions: unread })],
      result: { handoff: labelOf(facts, handoff), mentions: unread },
    };
  },
});
