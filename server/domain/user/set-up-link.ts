import { defineAction } from '../../actions/action';
import { refuse } from '../../actions/change';
import { type Fragment, sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { linkInsert, revokeLinks } from './one-time-link';
import { LinkResult, SetUpLink } from './user.schema';
import { activeAdmins } from './user-facts';

interface SetUpFacts {
  /** Somebody administers the instance, or the sample stands in for everybody. */
  readonly settled: boolean;
  readonly openLinks: readonly string[];
}

/** A sample admin counts while sample people may sign in, which is over once a real person exists. */
const setUpFacts = (): Fragment<SetUpFacts> => sql<SetUpFacts>`(SELECT jsonb_build_object(
  'settled', EXISTS (${activeAdmins})
    OR (EXISTS (SELECT FROM "user" WHERE sample) AND NOT EXISTS (SELECT FROM "user" WHERE NOT sample)),
  'openLinks', coalesce((SELECT jsonb_agg(o.id ORDER BY o.id) FROM one_time_link o WHERE o.purpose = 'set-up'
    AND o.user_id IS NULL AND o.used_at IS NULL AND o.revoked_at IS NULL), '[]')) FROM p)`;

export const setUpLink = defineAction<SetUpFacts>()({
  name: 'user.setUpLink',
  title: 'Make the link for the first admin',
  description: 'At a start without anybody who administers: the link of an earlier start ends.',
  input: SetUpLink,
  output: LinkResult,
  permission: 'admin',
  scope: 'act',
  place: 'instance',
  audience: 'system',
  events: ['user.setUpLinkMade'],
  retry: 'server',
  refusals: ['RULE_REFUSED'],
  facts: setUpFacts,
  derive: (facts) =>
    facts.project === null
      ? null
      : { resource: { kind: 'project', id: facts.project.id, label: facts.project.key }, context: {} },
  rule: (facts, _, env) => {
    if (facts.own.settled) return refuse('user.settled', 'The instance has an admin.');
    const { secret, hash } = env.newLinkSecret();
    return {
      kind: 'change',
      updates: revokeLinks(facts.own.openLinks),
      inserts: [linkInsert({ id: env.newId(), purpose: 'set-up', hash, madeBy: null })],
      events: [event('user.setUpLinkMade', null, {})],
      result: { email: null, mailed: false, secret: null },
      once: { secret },
    };
  },
});
