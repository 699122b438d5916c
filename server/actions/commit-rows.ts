import {
  type Check,
  type Computed,
  type Delete,
  type Founding,
  GLOBAL_TABLES,
  type Insert,
  isComputed,
  type Json,
  type Table,
  type Update,
} from './change';
import { raw, type Sql, sql } from './sql';

/* The parts of a commit that write rows. Each runs after `k` and `n`: the project's clock row, and the time it gives. */

const NAME = /^[a-z][a-z0-9_]{0,62}$/;

/** Identifiers come from code; this is the belt to that brace. */
export function name(identifier: string): Sql {
  if (!NAME.test(identifier)) throw new Error(`not an identifier: ${identifier}`);
  return raw(`"${identifier}"`);
}

export function join(pieces: readonly Sql[], separator: string): Sql {
  return pieces.reduce<Sql>(
    (all, piece, index) => (index === 0 ? piece : sql`${all}${raw(separator)}${piece}`),
    raw(''),
  );
}

function changedBytes({ column, bytes }: Extract<Computed, { kind: 'bytes' | 'digest' }>): Sql {
  return bytes.reduce<Sql>(
    (all, { at, value }) => sql`set_byte(${all}, ${at}::int, ${value}::int)`,
    sql`t.${name(column)}`,
  );
}

function computed(value: Computed, column: string): Sql {
  switch (value.kind) {
    case 'now':
      return sql`n.at`;
    case 'nowPlus':
      return sql`n.at + make_interval(secs => ${value.seconds})`;
    case 'plus':
      return sql`t.${name(column)} + ${value.amount}::int`;
    case 'bytes':
      return changedBytes(value);
    case 'digest':
      return sql`encode(sha256(${changedBytes(value)}), 'hex')`;
  }
}

const isCheck = (value: unknown): value is Check =>
  typeof value === 'object' && value !== null && 'check' in value;

function condition(column: string, expected: Json | Check): Sql {
  // Plain equality, so that indexes serve it.
  if (expected === null) return sql`t.${name(column)} IS NULL`;
  if (!isCheck(expected)) return sql`t.${name(column)} = x.${name(column)}`;
  switch (expected.check) {
    case 'afterNow':
      return sql`t.${name(column)} > n.at`;
    case 'notAfterNow':
      return sql`t.${name(column)} <= n.at`;
    case 'belowLimit':
      return sql`(t.${name(expected.limit)} IS NULL OR t.${name(column)} < t.${name(expected.limit)})`;
  }
}

/** Rows of another project are out of reach, whatever key a rule names. */
function ofProject(table: Table): Sql {
  if (GLOBAL_TABLES.has(table)) return sql``;
  return sql`${table === 'project' ? sql`t.id` : sql`t.project_id`} = n.project_id AND `;
}

/**
 * Values travel as one JSON row of the table's own type, so that the database casts each column itself and the text of
 * the statement depends on the columns alone.
 */
export function update(u: Update): Sql {
  const matched = { ...u.key, ...u.expect };
  const plain = Object.fromEntries(Object.entries(matched).filter(([, v]) => !isCheck(v)));
  const set = Object.entries(u.set).filter(
    (entry): entry is [string, Json | Computed] => entry[1] !== undefined,
  );
  const values = Object.fromEntries(set.filter(([, v]) => !isComputed(v)));
  const assignments = set.map(
    ([column, value]) =>
      sql`${name(column)} = ${isComputed(value) ? computed(value, column) : sql`r.${name(column)}`}`,
  );
  const conditions = Object.entries(matched).map(([column, expected]) => condition(column, expected));
  return sql`UPDATE ${name(u.table)} t SET ${join(assignments, ', ')}
    FROM n, jsonb_populate_record(NULL::${name(u.table)}, ${JSON.stringify(plain)}::jsonb) x,
      jsonb_populate_record(NULL::${name(u.table)}, ${JSON.stringify(values)}::jsonb) r
    WHERE ${ofProject(u.table)}${join(conditions, ' AND ')} RETURNING t.*`;
}

/** Where rows go: into the project whose clock is held, or into the one that this very statement makes. */
const HERE = { from: sql`n`, project: sql`n.project_id` };
const THERE = { from: sql`n, fc`, project: sql`fc.project_id` };

/** Waits for the deletes of the same change, so that a row may take the place of one with its key. */
export function insert(
  i: Omit<Insert, 'table'> & { readonly table: string },
  deletes: number,
  into: typeof HERE = HERE,
): Sql {
  const gone = Array.from(
    { length: deletes },
    (_, index) => sql`, (SELECT count(*) FROM ${label('d', index)}) ${label('g', index)}`,
  );
  const columns = Object.keys(i.rows[0] ?? {});
  const extra = Object.entries(i.computed ?? {});
  const replace = i.replace
    ? sql` ON CONFLICT (${join(i.replace.conflict.map(name), ', ')}) DO UPDATE SET ${join(
        i.replace.set.map((column) => sql`${name(column)} = excluded.${name(column)}`),
        ', ',
      )}`
    : sql``;
  const own = GLOBAL_TABLES.has(i.table) ? [] : [[sql`project_id`, into.project] as const];
  const names = [
    ...own.map(([column]) => column),
    ...columns.map(name),
    ...extra.map(([column]) => name(column)),
  ];
  const values = [
    ...own.map(([, value]) => value),
    ...columns.map((column) => sql`r.${name(column)}`),
    ...extra.map(([column, value]) => computed(value, column)),
  ];
  return sql`INSERT INTO ${name(i.table)} AS t (${join(names, ', ')})
    SELECT ${join(values, ', ')}
    FROM ${into.from}, jsonb_populate_recordset(NULL::${name(i.table)}, ${JSON.stringify(i.rows)}::jsonb) r${join(gone, '')}${replace} RETURNING t.*`;
}

export function remove(d: Delete): Sql {
  const conditions = Object.keys(d.key).map((column) => sql`t.${name(column)} = x.${name(column)}`);
  return sql`DELETE FROM ${name(d.table)} t USING n, jsonb_populate_record(NULL::${name(d.table)}, ${JSON.stringify(d.key)}::jsonb) x
    WHERE ${ofProject(d.table)}${join(conditions, ' AND ')} RETURNING t.*`;
}

/** Row, clock, parts and first events of a new project, in this order: each is read from the one before. */
export function foundingSteps(founding: Founding, stamp: Readonly<Record<string, unknown>>): Sql[] {
  const columns = Object.keys(founding.project).map(name);
  const bodies = founding.events.map((draft) => ({ ...draft, ...stamp, bumpsRules: true }));
  return [
    sql`fp AS (INSERT INTO project (id, ${join(columns, ', ')}) SELECT ${founding.id}::uuid, ${join(
      columns.map((column) => sql`r.${column}`),
      ', ',
    )} FROM n, jsonb_populate_record(NULL::project, ${JSON.stringify(founding.project)}::jsonb) r RETURNING id)`,
    sql`fc AS (INSERT INTO project_clock (project_id, epoch) SELECT fp.id, ${founding.epoch}::uuid FROM fp RETURNING project_id)`,
    ...founding.inserts.map((i, index) => sql`${label('f', index)} AS (${insert(i, 0, THERE)})`),
    sql`fe AS (INSERT INTO event (project_id, body) SELECT fc.project_id, b.body
      FROM fc, jsonb_array_elements(${JSON.stringify(bodies)}::jsonb) WITH ORDINALITY b(body, o) ORDER BY b.o RETURNING seq)`,
  ];
}

export const label = (prefix: string, index: number): Sql => raw(`${prefix}${index}`);
