import { type Change, type Delete, now, plus, type Update } from '../../actions/change';
import { type Fragment, type Sql, sql } from '../../actions/sql';
import { type EventDraft, event } from '../../events/catalogue';
import { endedClaim } from './handoff.rules';

/** An open handoff that is assigned to somebody. */
export interface Assignment {
  readonly id: string;
  readonly version: number;
  readonly fence: number;
  /** Who works at its stage. */
  readonly roleKey: string;
  readonly assigneeId: string;
}

/** A live claim, as much as ending it needs. */
export interface LiveClaim extends Omit<Assignment, 'assigneeId'> {
  readonly versionId: string;
  readonly stageKey: string;
  readonly holderId: string;
  /** The holder's active session on it. */
  readonly sessionId: string | null;
  /** It is assigned to one of those as well, who would keep everybody else from taking it. */
  readonly assigned: boolean;
}

/** In somebody's hand. */
export const HELD = sql`'active', 'input_required'`;

/**
 * Open handoffs (`h`) of `p`, stage by stage (`s`), since the index of what is open there knows no holder: what is done is
 * many times as much. The states are written out: as parameters they make PostgreSQL 15 read the whole table.
 */
export function openHandoffs(states: Sql): Sql {
  return sql`p JOIN stage s ON s.project_id = p.id CROSS JOIN LATERAL (SELECT o.* FROM handoff o
    WHERE o.project_id = s.project_id AND o.version_id = s.version_id AND o.stage_key = s.key
      AND o.state IN (${states}) OFFSET 0) h`;
}

/** The live claims of those whom `holders` (a query of actor ids) answers; `p` is the project. */
export function liveClaims(holders: Sql): Fragment<readonly LiveClaim[]> {
  return sql<
    readonly LiveClaim[]
  >`(SELECT coalesce(jsonb_agg(jsonb_build_object('id', h.id, 'version', h.version,
      'fence', h.fence, 'versionId', h.version_id, 'stageKey', h.stage_key, 'roleKey', s.role_key, 'holderId', h.holder_id,
      'sessionId', (SELECT se.id FROM session se WHERE se.project_id = h.project_id AND se.state = 'active'
        AND se.actor_id = h.holder_id AND se.handoff_id = h.id LIMIT 1),
      'assigned', coalesce(h.assignee_id IN (${holders}), false)) ORDER BY h.number), '[]')
    FROM ${openHandoffs(HELD)} WHERE h.holder_id IN (${holders}))`;
}

/** What waits for one of those by name and is in nobody's hand. */
export function openAssignments(holders: Sql): Fragment<readonly Assignment[]> {
  return sql<
    readonly Assignment[]
  >`(SELECT coalesce(jsonb_agg(jsonb_build_object('id', h.id, 'version', h.version,
      'fence', h.fence, 'roleKey', s.role_key, 'assigneeId', h.assignee_id) ORDER BY h.number), '[]')
    FROM ${openHandoffs(sql`'offered'`)} WHERE h.assignee_id IN (${holders}))`;
}

const unassigned = ({ id, version }: Pick<Assignment, 'id' | 'version'>) =>
  event('handoff.assigned', { kind: 'handoff', id }, { version: version + 1, assignee: null });

/**
 * Puts claims back whose holders may not work on: each is offered again where it stands, late writes of the holder meet
 * a higher fence, its session counts as lost, and each is told of by an event of its own.
 */
export function freeClaims(
  claims: readonly LiveClaim[],
  assignments: readonly Assignment[] = [],
): {
  readonly updates: readonly Update[];
  readonly deletes: readonly Delete[];
  readonly events: readonly EventDraft[];
} {
  // One statement changes a row once: what several claims free at one stage is taken off together.
  const slots = new Map<string, { claim: LiveClaim; count: number }>();
  for (const claim of claims) {
    const key = `${claim.versionId} ${claim.stageKey}`;
    slots.set(key, { claim, count: (slots.get(key)?.count ?? 0) + 1 });
  }
  return {
    updates: [
      ...claims.map(
        ({ id, version, fence, holderId, assigned }): Update => ({
          table: 'handoff',
          key: { id },
          expect: { version, fence },
          set: {
            version: plus(1),
            state: 'offered',
            ...endedClaim,
            fence: plus(1),
            last_holder_id: holderId,
            moved_at: now,
            ...(assigned ? { assignee_id: null } : {}),
          },
        }),
      ),
      ...assignments.map(
        ({ id, version, fence }): Update => ({
          table: 'handoff',
          key: { id },
          expect: { version, fence },
          set: { version: plus(1), assignee_id: null },
        }),
      ),
      ...[...slots.values()].map(
        ({ claim, count }): Update => ({
          table: 'stage',
          key: { version_id: claim.versionId, key: claim.stageKey },
          set: { in_hand: plus(-count) },
        }),
      ),
      ...claims.flatMap(({ sessionId }): Update[] =>
        sessionId === null
          ? []
          : [
              {
                table: 'session',
                key: { id: sessionId },
                expect: { state: 'active' },
                set: { state: 'lost' },
              },
            ],
      ),
    ],
    deletes: claims.map(({ id }) => ({ table: 'timer', key: { kind: 'lease', subject_id: id } })),
    events: [
      ...claims.flatMap((claim) => [
        event(
          'handoff.released',
          { kind: 'handoff', id: claim.id },
          { version: claim.version + 1, stage: claim.stageKey, note: null },
        ),
        ...(claim.assigned ? [unassigned(claim)] : []),
      ]),
      ...assignments.map(unassigned),
    ],
  };
}

/** A change with claims put back, and assignments taken off, in the same commit. */
export function withFreed<Result>(
  change: Change<Result>,
  claims: readonly LiveClaim[],
  assignments: readonly Assignment[] = [],
): Change<Result> {
  const freed = freeClaims(claims, assignments);
  return {
    ...change,
    updates: [...(change.updates ?? []), ...freed.updates],
    deletes: [...(change.deletes ?? []), ...freed.deletes],
    events: [...change.events, ...freed.events],
  };
}
