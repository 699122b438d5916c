import { defineQuery } from '../../actions/action';
import { sql } from '../../actions/sql';
import { ContextList, ListContext } from './context.schema';

interface Row {
  readonly layer: 'session' | 'project' | 'global';
  readonly key: string;
  readonly value: unknown;
  readonly version: number;
  readonly author: string;
  readonly source: string;
  readonly updatedAt: string;
}

const RANK = { session: 0, project: 1, global: 2 } as const;

export const listContext = defineQuery({
  name: 'context.list',
  title: 'Context',
  description: 'What holds for a session: session over project over global, with what each value hides.',
  input: ListContext,
  output: ContextList,
  permission: 'viewer',
  scope: 'read',
  read: async ({ facts, projectId, rows }, input) => {
    const session = input.session ?? facts.session?.id ?? null;
    const found =
      await rows(sql<Row>`SELECT c.layer, c.key, c.value, c.version, a.name AS author, c.source, c.updated_at AS "updatedAt"
      FROM context_entry c JOIN actor a ON a.project_id = c.project_id AND a.id = c.author_id
      WHERE c.project_id = ${projectId}::uuid AND (c.session_id IS NULL OR c.session_id = ${session}::uuid)
        AND (${input.key ?? null}::text IS NULL OR c.key = ${input.key ?? null}::text) ORDER BY c.key LIMIT 500`);
    const keys = [...new Set(found.map((row) => row.key))];
    return {
      entries: keys.flatMap((key) => {
        const layers = found.filter((row) => row.key === key).sort((a, b) => RANK[a.layer] - RANK[b.layer]);
        const [nearest, ...shadowed] = layers;
        return nearest === undefined ? [] : [{ ...nearest, shadowed }];
      }),
      untrusted: true as const,
    };
  },
});
