import pg from 'pg';

export interface TableShape {
  readonly name: string;
  readonly columns: readonly string[];
}

interface ShapeRow extends TableShape {
  readonly refers: readonly string[];
}

export const quoted = (name: string): string => pg.escapeIdentifier(name);

/** COPY of a table with its columns named: where they stand may differ between two databases of one release. */
export const copied = ({ name, columns }: TableShape): string =>
  `COPY ${quoted(name)} (${columns.map(quoted).join(', ')})`;

/** Everything that is ours, each table after those that it refers to. The record of migrations is none: it is made anew. */
export async function ourTables(client: pg.ClientBase): Promise<TableShape[]> {
  const { rows } = await client.query<ShapeRow>(
    `SELECT c.relname AS name,
       (SELECT json_agg(a.attname ORDER BY a.attnum) FROM pg_attribute a
         WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
       (SELECT coalesce(json_agg(DISTINCT t.relname), '[]') FROM pg_constraint f JOIN pg_class t ON t.oid = f.confrelid
         WHERE f.contype = 'f' AND f.conrelid = c.oid AND f.confrelid <> c.oid) AS refers
     FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> '_prisma_migrations'
     ORDER BY c.relname`,
  );
  const ordered: TableShape[] = [];
  const waiting = new Map(rows.map((row) => [row.name, row]));
  while (waiting.size > 0) {
    const ready = [...waiting.values()].filter(({ refers }) => !refers.some((name) => waiting.has(name)));
    if (ready.length === 0)
      throw new Error(`tables refer to each other in a circle: ${[...waiting.keys()].join(', ')}`);
    for (const { name, columns } of ready) {
      ordered.push({ name, columns });
      waiting.delete(name);
    }
  }
  return ordered;
}

export interface SequenceState {
  readonly name: string;
  readonly value: number;
  readonly called: boolean;
}

export async function sequences(client: pg.ClientBase): Promise<SequenceState[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'S' ORDER BY relname`,
  );
  const states: SequenceState[] = [];
  for (const { name } of rows) {
    const state = await client.query<{ value: number; called: boolean }>(
      `SELECT last_value AS value, is_called AS called FROM ${quoted(name)}`,
    );
    for (const { value, called } of state.rows) states.push({ name, value, called });
  }
  return states;
}
