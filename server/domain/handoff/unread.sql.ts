import { type Sql, sql } from '../../actions/sql';

/** How many comments on a handoff name the caller, who has not read them. Expects `p` and `me` in scope. */
export const unreadOf = (handoffId: Sql): Sql => sql`(SELECT count(*) FROM p, me, mention m
  WHERE m.project_id = p.id AND m.actor_id = me.id AND m.handoff_id = ${handoffId})`;
