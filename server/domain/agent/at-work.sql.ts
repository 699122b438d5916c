import { type Sql, sql } from '../../actions/sql';

/** How many agents of a project are at work: they hold a handoff now. One meaning, wherever it is counted. */
export const agentsAtWork = (projectId: string): Sql =>
  sql`(SELECT count(*)::int FROM actor a WHERE a.project_id = ${projectId}::uuid AND a.kind = 'agent'
    AND EXISTS (SELECT FROM handoff x WHERE x.project_id = a.project_id AND x.holder_id = a.id))`;
