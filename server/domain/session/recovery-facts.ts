import { type ActorFacts, actorFacts } from '../../actions/facts';
import { type Fragment, type Sql, sql } from '../../actions/sql';
import { type HandoffFacts, handoffFactsWhere } from '../handoff/handoff-facts';
import type { Stream } from './brief.rules';
import type { GivenContext, RecoveryBrief } from './brief.schema';
import { GAP_SECONDS, type RoleTags } from './session.rules';

/** Lines, actions and changes read at most; what is not read is counted. */
const READ = { entries: 200, since: 40, gaps: 50, context: 300 } as const;

/** Something that happened, as far as a brief tells it. The payload is data. */
export interface Deed {
  readonly at: string;
  readonly by: string;
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface RecoveryFacts extends HandoffFacts {
  /** null where there is none to recover. */
  readonly recovery: {
    readonly session: {
      readonly id: string;
      readonly state: 'active' | 'paused' | 'finished' | 'lost';
      readonly mode: string;
      readonly branch: string | null;
      readonly focus: string;
      readonly fence: number;
    };
    readonly actor: ActorFacts;
    /** Who takes over; null where nobody is called so. */
    readonly target: ActorFacts | null;
    /** Another active session of whoever is to go on. */
    readonly busySession: string | null;
    readonly work: {
      readonly title: string;
      readonly lastHolderId: string | null;
      readonly staleAt: string | null;
    } | null;
    readonly roles: readonly RoleTags[];
    readonly lastDeed: Deed | null;
    readonly entries: RecoveryBrief['entries'];
    readonly counts: Readonly<Record<Stream, number>>;
    readonly since: readonly Deed[];
    readonly sinceCount: number;
    readonly gaps: readonly { readonly from: string; readonly to: string | null }[];
    readonly gapCount: number;
    readonly questions: RecoveryBrief['questions'];
    readonly context: readonly GivenContext[];
  } | null;
}

/** What a session works on: what it claimed last, else what it was begun for. Expects `s` (session). */
export const sessionWork: Sql = sql`coalesce((SELECT w.subject_id FROM event w WHERE w.project_id = s.project_id
    AND w.session_id = s.id AND w.type = 'handoff.claimed' ORDER BY w.seq DESC LIMIT 1), s.handoff_id)`;

/** When a session was heard of last, by a line or an action. Expects `s` (session). */
export const lastHeard: Sql = sql`greatest(s.started_at,
    (SELECT en.at FROM session_entry en WHERE en.project_id = s.project_id AND en.session_id = s.id
      AND en.actor_id = s.actor_id ORDER BY en.at DESC LIMIT 1),
    (SELECT w.at FROM event w WHERE w.project_id = s.project_id AND w.session_id = s.id ORDER BY w.seq DESC LIMIT 1))`;

/** Silences of a session in all its streams, but those it announced by a pause. Expects `s` (session). */
export const sessionGaps: Sql = sql`(SELECT g."from", g."to" FROM (
      SELECT t.at AS "to", lag(t.at) OVER (ORDER BY t.at) AS "from", lag(t.kind) OVER (ORDER BY t.at) AS before FROM (
        SELECT en.at, en.data ->> 'kind' AS kind FROM session_entry en WHERE en.project_id = s.project_id AND en.session_id = s.id
        UNION ALL SELECT w.at, NULL FROM event w WHERE w.project_id = s.project_id AND w.session_id = s.id AND w.type NOT LIKE 'session.%') t) g
    WHERE g."to" - g."from" >= make_interval(secs => ${GAP_SECONDS}::int) AND g.before IS DISTINCT FROM 'pause'
    UNION ALL SELECT heard.at, NULL FROM (SELECT ${lastHeard} AS at) heard
    WHERE s.state IN ('active', 'lost') AND now() - heard.at >= make_interval(secs => ${GAP_SECONDS}::int))`;

/** Who wrote the entry `c`: in the instance, where people are told apart by their address, by the name they go by. */
export const contextAuthor: Sql = sql`(SELECT coalesce(CASE c.layer WHEN 'global' THEN u.name END, a.name)
  FROM actor a LEFT JOIN "user" u ON u.id = a.user_id WHERE a.project_id = c.project_id AND a.id = c.author_id)`;

/** What holds for a session: of each key the nearest layer, nearest first. Expects `s` (session). */
export const givenContext: Sql = sql`(SELECT DISTINCT ON (c.key) c.key, c.layer, c.value, c.version, c.source, c.updated_at, ${contextAuthor} AS author
    FROM context_entry c WHERE c.removed_at IS NULL AND (c.project_id = s.project_id AND (c.session_id IS NULL OR c.session_id = s.id)
      OR c.project_id = (SELECT i.id FROM project i WHERE i.key = 'instance') AND c.layer = 'global')
    ORDER BY c.key, c.layer)`;

const deedJson = sql`jsonb_build_object('at', w.at, 'by', coalesce(w.body -> 'actor' ->> 'name', ''), 'type', w.type,
  'payload', coalesce(wp.payload, '{}'))`;

const actorWhere = (condition: Sql): Sql => sql`(SELECT ${actorFacts(sql`me.name`)} FROM (
    SELECT a.*, coalesce(u.disabled_at, a.disabled_at) IS NOT NULL AS off FROM actor a LEFT JOIN "user" u ON u.id = a.user_id
    WHERE a.project_id = s.project_id AND a.removed_at IS NULL AND ${condition}) me)`;

/**
 * Everything a recovery is decided upon, in one statement. Expects `p` and `me`, as every fragment of facts may.
 * @param session null: the newest of the caller's own that is not finished
 * @param onto name of whoever is to go on; null: the session's own actor
 */
export function recoveryFacts(session: string | null, onto: string | null): Fragment<RecoveryFacts> {
  const which =
    session === null ? sql`s.actor_id = me.id AND s.state <> 'finished'` : sql`s.id = ${session}::uuid`;
  return sql<RecoveryFacts>`(WITH s AS MATERIALIZED (
      SELECT s.*, ${sessionWork} AS work_id, ${lastHeard} AS heard FROM session s, p, me
      WHERE s.project_id = p.id AND ${which} ORDER BY s.started_at DESC LIMIT 1),
    since AS MATERIALIZED (SELECT w.*, wp.payload FROM s JOIN event w ON w.project_id = s.project_id AND w.subject_id = s.work_id
      JOIN event_payload wp ON wp.project_id = w.project_id AND wp.seq = w.seq
      WHERE w.at > s.heard AND w.actor_id IS DISTINCT FROM s.actor_id AND w.type <> 'policy.denied'),
    gap AS MATERIALIZED (SELECT g.* FROM s, LATERAL ${sessionGaps} g)
    SELECT f.j || jsonb_build_object('recovery', (SELECT jsonb_build_object(
      'session', jsonb_build_object('id', s.id, 'state', s.state, 'mode', s.mode, 'branch', s.branch, 'focus', s.focus, 'fence', s.fence),
      'actor', ${actorWhere(sql`a.id = s.actor_id`)},
      'target', ${actorWhere(sql`a.name = ${onto}::text`)},
      'busySession', (SELECT b.id FROM session b WHERE b.project_id = s.project_id AND b.id <> s.id
        AND (CASE WHEN b.state = 'active' THEN b.actor_id END) = CASE WHEN ${onto}::text IS NULL THEN s.actor_id
          ELSE (SELECT a.id FROM actor a WHERE a.project_id = s.project_id AND a.name = ${onto}::text) END),
      'work', (SELECT jsonb_build_object('title', h.title, 'lastHolderId', h.last_holder_id, 'staleAt', h.stale_at)
        FROM handoff h WHERE h.project_id = s.project_id AND h.id = s.work_id),
      'roles', coalesce((SELECT jsonb_agg(jsonb_build_object('key', r.key, 'tags', to_jsonb(r.tags)) ORDER BY r.position)
        FROM role r WHERE r.project_id = s.project_id), '[]'),
      'lastDeed', (SELECT ${deedJson} FROM event w JOIN event_payload wp ON wp.project_id = w.project_id AND wp.seq = w.seq
        WHERE w.project_id = s.project_id AND w.session_id = s.id AND w.type NOT LIKE 'session.%' AND w.type <> 'policy.denied'
        ORDER BY w.seq DESC LIMIT 1),
      'entries', coalesce((SELECT jsonb_agg(jsonb_build_object('at', en.at, 'stream', en.stream, 'text', en.text) ORDER BY en.at DESC)
        FROM (SELECT en.* FROM session_entry en WHERE en.project_id = s.project_id AND en.session_id = s.id
          ORDER BY en.at DESC LIMIT ${READ.entries}::int) en), '[]'),
      'counts', (SELECT jsonb_build_object('event', count(*) FILTER (WHERE en.stream = 'event'), 'tech', count(*) FILTER (WHERE en.stream = 'tech'),
        'meta', count(*) FILTER (WHERE en.stream = 'meta')) FROM session_entry en WHERE en.project_id = s.project_id AND en.session_id = s.id),
      'since', coalesce((SELECT jsonb_agg(${deedJson} ORDER BY w.seq DESC)
        FROM (SELECT * FROM since ORDER BY seq DESC LIMIT ${READ.since}::int) w JOIN since wp ON wp.seq = w.seq), '[]'),
      'sinceCount', (SELECT count(*) FROM since),
      'gaps', coalesce((SELECT jsonb_agg(jsonb_build_object('from', g."from", 'to', g."to") ORDER BY g."from" DESC)
        FROM (SELECT * FROM gap ORDER BY "from" DESC LIMIT ${READ.gaps}::int) g), '[]'),
      'gapCount', (SELECT count(*) FROM gap),
      'questions', coalesce((SELECT jsonb_agg(q.j) FROM (SELECT jsonb_build_object('at', q.asked_at, 'by', a.name, 'text', q.body,
          'to', coalesce(q.role_key, (SELECT b.name FROM actor b WHERE b.project_id = q.project_id AND b.id = q.asked_id))) AS j
        FROM handoff h JOIN question q ON q.project_id = h.project_id AND q.handoff_id = h.id
        JOIN actor a ON a.project_id = q.project_id AND a.id = q.asker_id
        WHERE h.project_id = s.project_id AND h.id = s.work_id AND h.state = 'input_required' AND q.answered_at IS NULL
        ORDER BY q.asked_at DESC LIMIT 1) q), '[]'),
      'context', coalesce((SELECT jsonb_agg(jsonb_build_object('layer', c.layer, 'key', c.key, 'value', c.value, 'version', c.version,
          'author', c.author, 'source', c.source, 'updatedAt', c.updated_at) ORDER BY c.layer, c.key)
        FROM (SELECT * FROM ${givenContext} c LIMIT ${READ.context}::int) c), '[]')) FROM s))
    FROM (SELECT ${handoffFactsWhere(sql`h.id = (SELECT s.work_id FROM s)`)} AS j) f)`;
}
