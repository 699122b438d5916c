import { createHash } from 'node:crypto';
import type pg from 'pg';
import { bumpsRules, type EventDraft } from '../events/catalogue';
import type { Change, Insert, MissCause, Returning, Update } from './change';
import { foundingSteps, insert, join, label, name, remove, update } from './commit-rows';
import { render, type Sql, sql } from './sql';
import { NEWEST_ELSEWHERE, toldElsewhere } from './told-elsewhere';

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
  | {
      readonly kind: 'done';
      readonly result: Result;
      readonly eventSeq: number;
      /** Newest event of each other project that was told. */
      readonly elsewhere?: readonly { readonly projectId: string; readonly seq: number }[];
    }
  /** Nothing was written. */
  | { readonly kind: 'missed'; readonly cause: MissCause | 'key' };

function returned(wanted: Returning, inserts: readonly Insert[], updates: readonly Update[]): Sql {
  const inserted = inserts.findIndex(({ table }) => table === wanted.table);
  const row =
    inserted >= 0
      ? label('i', inserted)
      : label(
          'u',
          updates.findIndex(({ table }) => table === wanted.table),
        );
  const value =
    wanted.prefix === undefined ? name(wanted.column) : sql`${wanted.prefix}::text || ${name(wanted.column)}`;
  return sql` || (SELECT jsonb_build_object(${wanted.as}::text, ${value}) FROM ${row})`;
}

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
  const bodyOf = (draft: EventDraft) => ({
    type: draft.type,
    subject: draft.subject,
    ...signed,
    ...(bumpsRules.has(draft.type) ? { bumpsRules: true } : {}),
    payload: draft.payload,
  });
  const bodies = [...used, ...change.events].map(bodyOf);
  const elsewhere = (change.elsewhere ?? []).flatMap(({ projectId, events }) =>
    // A session is of the project it is in.
    events.map((draft) => ({ projectId, body: { ...bodyOf(draft), sessionId: null } })),
  );
  const returning = join(
    [change.returning ?? []].flat().map((wanted) => returned(wanted, inserts, updates)),
    '',
  );
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
    ...(elsewhere.length > 0 ? [toldElsewhere(elsewhere)] : []),
    sql`r AS (SELECT jsonb_build_object('result', ${JSON.stringify(change.result)}::jsonb${returning},
      'eventSeq', coalesce((SELECT max(seq) FROM e), 0)${
        elsewhere.length > 0 ? sql`, 'elsewhere', ${NEWEST_ELSEWHERE}` : sql``
      }) AS result)`,
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
