import { type Sql, sql } from './sql';

/**
 * Events in the logs of other projects, within the instance's commit (`n`, and `e` with its own events). Their clocks are
 * locked after the instance's own and in the order of the projects, never the other way round, so no two wait in a ring.
 */
export function toldElsewhere(drafts: readonly { readonly projectId: string; readonly body: object }[]): Sql {
  const ordered = drafts.toSorted((a, b) =>
    a.projectId < b.projectId ? -1 : a.projectId > b.projectId ? 1 : 0,
  );
  return sql`ew AS (INSERT INTO event (project_id, body) SELECT (b.told ->> 'projectId')::uuid, b.told -> 'body'
    FROM n, (SELECT count(*) FROM e) own, jsonb_array_elements(${JSON.stringify(ordered)}::jsonb) WITH ORDINALITY b(told, o)
    ORDER BY b.o RETURNING project_id, seq)`;
}

/** The newest of them, by project. */
export const NEWEST_ELSEWHERE = sql`(SELECT jsonb_agg(jsonb_build_object('projectId', w.project_id, 'seq', w.seq))
  FROM (SELECT project_id, max(seq) AS seq FROM ew GROUP BY 1) w)`;
