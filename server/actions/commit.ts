import { createHash } from 'node:crypto';
import type pg from 'pg';
import { bumpsRules } from '../events/catalogue';
import {
  type Change,
  type Check,
  type Computed,
  type Delete,
  type Founding,
  type Insert,
  isComputed,
  type Json,
  type MissCause,
  type Update,
} from './change';
import { raw, render, type Sql, sql } from './sql';

/** Who and under which rules: stamped by the server on every event of the commit. */
export interface CommitStamp {
  readonly projectId: string;
  readonly rulesEpoch: number;
  readonly actor: { readonly id: string; readonly kind: string; readonly name: string };
  readonly sessionId: string | null;
  readonly action: string;
  readonly policySet: string;
  readonly causedBy: string | null;
  readonly idempotency: { readonly key: string; readonly requestHash: string } | null;
  /** Overrides this commit uses up. */
  readonly overrides: readonly { readonly id: string; readonly policyId: string }[];
}

export type CommitOutcome<Result> =
  | { readonly kind: 'done'; readonly result: Result; readonly eventSeq: number }
  /** Nothing was written. */
  | { readonly kind: 'missed'; readonly cause: MissCause | 'key' };

const NAME = /^[a-z][a-z0-9_]{0,62}$/;

/** Identifiers come from code; this is the belt to that brace. */
function name(identifier: string): Sql {
  if (!NAME.test(identifier)) throw new Error(`not an identifier: ${identifier}`);
  return raw(`"${identifier}"`);
}

function join(pieces: readonly Sql[], separator: string): Sql {
  return pieces.reduce<Sql>(
    (all, piece, index) => (index === 0 ? piece : sql`${all}${raw(separator)}${piece}`),
    raw(''),
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

/**
 * Values travel as one JSON row of the table's own type, so that the database casts each column itself and the text of
 * the statement depends on the columns alone.
 */
function update(u: Update): Sql {
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
    WHERE ${u.table === 'project' ? sql`t.id` : sql`t.project_id`} = n.project_id AND ${join(conditions, ' AND ')} RETURNING t.*`;
}

/** Where rows go: into the project whose clock is held, or into the one that this very statement makes. */
const HERE = { from: sql`n`, project: sql`n.project_id` };
const THERE = { from: sql`n, fc`, project: sql`fc.project_id` };

/** Waits for the deletes of the same change, so that a row may take the place of one with its key. */
function insert(
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
  const names = [...columns, ...extra.map(([column]) => column)].map(name);
  const values = [
    ...columns.map((column) => sql`r.${name(column)}`),
    ...extra.map(([column, value]) => computed(value, column)),
  ];
  const replace = i.replace
    ? sql` ON CONFLICT (${join(i.replace.conflict.map(name), ', ')}) DO UPDATE SET ${join(
        i.replace.set.map((column) => sql`${name(column)} = excluded.${name(column)}`),
        ', ',
      )}`
    : sql``;
  return sql`INSERT INTO ${name(i.table)} AS t (project_id, ${join(names, ', ')})
    SELECT ${into.project}, ${join(values, ', ')}
    FROM ${into.from}, jsonb_populate_recordset(NULL::${name(i.table)}, ${JSON.stringify(i.rows)}::jsonb) r${join(gone, '')}${replace} RETURNING t.*`;
}

function remove(d: Delete): Sql {
  const conditions = Object.keys(d.key).map((column) => sql`t.${name(column)} = x.${name(column)}`);
  return sql`DELETE FROM ${name(d.table)} t USING n, jsonb_populate_record(NULL::${name(d.table)}, ${JSON.stringify(d.key)}::jsonb) x
    WHERE t.project_id = n.project_id AND ${join(conditions, ' AND ')} RETURNING t.*`;
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

const label = (prefix: string, index: number): Sql => raw(`${prefix}${index}`);

/**
 * One statement, clock row first: it orders the project, so later writers wait there and nowhere else. Every miss
 * raises, which undoes all of it; a miss never leaves an event without its effect or an effect without its event.
 */
export function compileCommit(change: Change, stamp: CommitStamp): Sql {
  const updates = change.updates ?? [];
  const inserts = change.inserts ?? [];
  const deletes = change.deletes ?? [];
  const used = stamp.overrides.map((override) => ({
    type: 'override.used' as const,
    subject: { kind: 'override', id: override.id },
    payload: { policyId: override.policyId, action: stamp.action },
  }));
  const signed = {
    actor: stamp.actor,
    sessionId: stamp.sessionId,
    action: stamp.action,
    policySet: stamp.policySet,
    ...(stamp.causedBy === null ? {} : { causedBy: stamp.causedBy }),
  };
  const bodies = [...used, ...change.events].map((draft) => ({
    type: draft.type,
    subject: draft.subject,
    ...signed,
    ...(bumpsRules.has(draft.type) ? { bumpsRules: true } : {}),
    payload: draft.payload,
  }));
  const returning = change.returning
    ? sql` || (SELECT jsonb_build_object(${change.returning.as}::text, ${change.returning.prefix ?? ''}::text || ${name(change.returning.column)})
        FROM ${label(
          'i',
          inserts.findIndex((i) => i.table === change.returning?.table),
        )})`
    : sql``;
  const steps: Sql[] = [
    sql`k AS MATERIALIZED (SELECT project_id FROM project_clock WHERE project_id = ${stamp.projectId}::uuid
      AND rules_epoch = ${stamp.rulesEpoch}::int${
        change.atSeq === undefined ? sql`` : sql` AND seq = ${change.atSeq}::bigint`
      } FOR NO KEY UPDATE)`,
    sql`n AS MATERIALIZED (SELECT project_id, commit_time() AS at FROM k)`,
    ...(stamp.overrides.length > 0
      ? [
          sql`o AS (UPDATE override t SET used_at = n.at FROM n WHERE t.project_id = n.project_id
            AND t.id = ANY(${stamp.overrides.map((o) => o.id)}::uuid[]) AND t.used_at IS NULL AND t.expires_at > n.at RETURNING t.id)`,
        ]
      : []),
    ...deletes.map((d, index) => sql`${label('d', index)} AS (${remove(d)})`),
    ...updates.map((u, index) => sql`${label('u', index)} AS (${update(u)})`),
    ...inserts.map((i, index) => sql`${label('i', index)} AS (${insert(i, deletes.length)})`),
    ...(change.founds ? foundingSteps(change.founds, { ...signed, sessionId: null }) : []),
    sql`e AS (INSERT INTO event (project_id, body) SELECT n.project_id, b.body
      FROM n, jsonb_array_elements(${JSON.stringify(bodies)}::jsonb) WITH ORDINALITY b(body, o) ORDER BY b.o RETURNING seq)`,
    sql`r AS (SELECT jsonb_build_object('result', ${JSON.stringify(change.result)}::jsonb${returning},
      'eventSeq', coalesce((SELECT max(seq) FROM e), 0)) AS result)`,
    ...(stamp.idempotency
      ? [
          sql`key AS (INSERT INTO idempotency (project_id, actor_id, key, request_hash, result)
            SELECT n.project_id, ${stamp.actor.id}::uuid, ${stamp.idempotency.key}, ${stamp.idempotency.requestHash}, r.result
            FROM n, r RETURNING 1)`,
        ]
      : []),
    sql`g AS MATERIALIZED (SELECT must((SELECT count(*) FROM k) = 1, 'rules') AS ok${
      stamp.overrides.length > 0
        ? sql`, must((SELECT count(*) FROM o) = ${stamp.overrides.length}::int, 'override') AS oo`
        : sql``
    }${join(
      updates.map(
        (u, index) =>
          sql`, must((SELECT count(*) FROM ${label('u', index)}) = 1, ${u.miss ?? 'version'}) AS ${label('m', index)}`,
      ),
      '',
    )})`,
  ];
  return sql`WITH ${join(steps, ',\n')}\nSELECT r.result FROM g, r WHERE g.ok`;
}

/** Prepared once a shape and connection; the name must not collide, so it is the hash of the text. */
function prepared(query: Sql): { name: string; text: string; values: unknown[] } {
  const { text, values } = render(query);
  return { name: statementName(text), text, values };
}

const names = new Map<string, string>();
export function statementName(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const made = `lg_${createHash('sha256').update(text).digest('hex').slice(0, 24)}`;
  names.set(text, made);
  return made;
}

interface SqlError extends Error {
  readonly code: string;
  readonly constraint?: string;
}
export const isSqlError = (error: unknown): error is SqlError =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  /^[0-9A-Z]{5}$/.test(error.code);

const CAUSES: ReadonlySet<string> = new Set<MissCause>(['rules', 'version', 'override', 'wip']);
const isCause = (text: string): text is MissCause => CAUSES.has(text);

/** Runs the one statement on a checked-out client; expected misses come back as values. */
export async function commit<Result>(
  client: pg.PoolClient | pg.Client,
  change: Change<Result>,
  stamp: CommitStamp,
): Promise<CommitOutcome<Result>> {
  try {
    const answer = await client.query<{ result: { result: Result; eventSeq: number } }>(
      prepared(compileCommit(change, stamp)),
    );
    const row = answer.rows[0];
    if (row === undefined) throw new Error('the commit answered no row');
    return { kind: 'done', ...row.result };
  } catch (error) {
    if (isSqlError(error)) {
      if (error.code === 'LG001' && isCause(error.message)) return { kind: 'missed', cause: error.message };
      if (error.code === '23505') {
        // Another row took the place first: the same key means a replay, anything else a lost race.
        return { kind: 'missed', cause: error.constraint === 'idempotency_pkey' ? 'key' : 'version' };
      }
    }
    throw error;
  }
}
