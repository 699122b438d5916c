import type { z } from 'zod';
import { defineQuery } from '../../actions/action';
import { sql } from '../../actions/sql';
import { FoundHandoffs, SearchHandoffs } from './handoff.schema';

type Row = z.infer<typeof FoundHandoffs>['handoffs'][number];

/** In LIKE these stand for other characters unless escaped. */
const escaped = (text: string) => text.replace(/[\\%_]/g, '\\$&');

/** The number in LG-42, lg-42 or 42; 0, which no handoff has, where the text is none. */
function numberIn(text: string): number {
  const digits = /^(?:[a-z]{2,5}-)?([1-9]\d{0,8})$/i.exec(text)?.[1];
  return digits === undefined ? 0 : Number(digits);
}

/** Shorter texts have no trigram, so no index finds them; and they would find almost everything. */
const SHORTEST = 3;
/** The last moved are looked at first: a text that stands in most titles is found among them, without reading all. */
const NEAR = 500;

export const searchHandoffs = defineQuery({
  name: 'handoff.search',
  title: 'Find handoffs',
  description:
    'Handoffs by short number or part of the title (from three letters on); the one named first, then the last moved.',
  input: SearchHandoffs,
  output: FoundHandoffs,
  permission: 'viewer',
  scope: 'read',
  read: async ({ projectId, rows }, { text, limit }) => ({
    handoffs:
      await rows(sql<Row>`WITH wanted AS MATERIALIZED (SELECT length(${text}::text) >= ${SHORTEST}::int AS long, ${`%${escaped(text)}%`}::text AS pattern),
        near AS MATERIALIZED (SELECT l.id FROM (SELECT n.id, n.title, n.moved_at FROM handoff n WHERE n.project_id = ${projectId}::uuid
            AND (SELECT long FROM wanted) ORDER BY n.moved_at DESC LIMIT ${NEAR}::int) l
          WHERE l.title ILIKE (SELECT pattern FROM wanted) ORDER BY l.moved_at DESC LIMIT ${limit}::int)
      SELECT p.prefix || '-' || h.number AS handoff, h.title, h.state, h.stage_key AS stage, to_jsonb(h.moved_at) AS "movedAt"
      FROM (SELECT n.id FROM handoff n WHERE n.project_id = ${projectId}::uuid AND n.number = ${numberIn(text)}::int
        UNION SELECT id FROM near
        UNION SELECT t.id FROM handoff t WHERE (SELECT long FROM wanted) AND (SELECT count(*) FROM near) < ${limit}::int
          AND t.project_id = ${projectId}::uuid AND t.title ILIKE ${`%${escaped(text)}%`}) found
      JOIN handoff h ON h.project_id = ${projectId}::uuid AND h.id = found.id
      JOIN project p ON p.id = h.project_id
      ORDER BY h.number = ${numberIn(text)}::int DESC, h.moved_at DESC LIMIT ${limit}::int`),
  }),
});
