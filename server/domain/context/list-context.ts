import { defineQuery } from '../../actions/action';
import { sql } from '../../actions/sql';
import { contextAuthor } from '../session/recovery-facts';
import { tokensOf } from '../session/tokens.rules';
import { type ContextEntry, ContextList, ListContext } from './context.schema';

type Row = Omit<ContextEntry, 'tokens'>;

const RANK = { session: 0, project: 1, global: 2 } as const;
/** Rows read at most: those of three layers together. */
const MOST = 500;

export const listContext = defineQuery({
  name: 'context.list',
  title: 'Context',
  description: 'What holds for a session: session over project over global, with what each value hides.',
  input: ListContext,
  output: ContextList,
  permission: 'viewer',
  place: 'any',
  scope: 'read',
  read: async ({ facts, projectId, rows }, input) => {
    const session = input.session ?? facts.session?.id ?? null;
    const found =
      await rows(sql<Row>`SELECT c.layer, c.key, c.value, c.version, ${contextAuthor} AS author, c.source, c.updated_at AS "updatedAt"
      FROM context_entry c
      WHERE c.removed_at IS NULL AND (c.project_id = ${projectId}::uuid AND (c.session_id IS NULL OR c.session_id = ${session}::uuid)
          OR c.project_id = (SELECT i.id FROM project i WHERE i.key = 'instance') AND c.layer = 'global')
        AND (${input.key ?? null}::text IS NULL OR c.key = ${input.key ?? null}::text) ORDER BY c.key LIMIT ${MOST}::int`);
    const counted = found.map((row) => ({ ...row, tokens: tokensOf(row) }));
    const keys = [...new Set(counted.map((row) => row.key))];
    const entries = keys.flatMap((key) => {
      const layers = counted.filter((row) => row.key === key).sort((a, b) => RANK[a.layer] - RANK[b.layer]);
      const [nearest, ...shadowed] = layers;
      return nearest === undefined ? [] : [{ ...nearest, shadowed }];
    });
    const of = (layer: keyof typeof RANK) =>
      entries.reduce((sum, entry) => (entry.layer === layer ? sum + entry.tokens : sum), 0);
    return {
      entries,
      layers: { session: of('session'), project: of('project'), global: of('global') },
      untrusted: true as const,
    };
  },
});
