import type { z } from 'zod';
import { defineQuery } from '../../actions/action';
import { sql } from '../../actions/sql';
import { AppError } from '../../errors';
import { actorJson } from '../handoff/handoff-card.sql';
import { sessionJson } from './read-sessions';
import { sessionGaps } from './recovery-facts';
import {
  type Baton,
  GetSession,
  Lanes,
  LanesInput,
  SessionDetail,
  type SessionView,
  Timeline,
  TimelineInput,
  type TimelineLine,
} from './session.schema';

/** Sessions and batons drawn at most. */
const MOST = 200;
/** Hours before the window in which a session may have begun that reaches into it. */
const REACH_HOURS = 48;

export const sessionLanes = defineQuery({
  name: 'session.lanes',
  title: 'Sessions as lanes',
  description: 'Who worked when in the last hours, and what went from one to the other.',
  input: LanesInput,
  output: Lanes,
  permission: 'viewer',
  scope: 'read',
  read: async ({ projectId, rows }, input) => {
    const [row] = await rows(sql<{
      now: string;
      from: string;
      sessions: SessionView[];
      batons: z.infer<typeof Baton>[];
    }>`WITH t AS MATERIALIZED (SELECT pr.*, to_jsonb(now()) #>> '{}' AS now_text, now() - make_interval(hours => ${input.hours}::int) AS since
        FROM project pr WHERE pr.id = ${projectId}::uuid),
      s AS MATERIALIZED (SELECT s.* FROM session s, t WHERE s.project_id = ${projectId}::uuid
        AND s.started_at >= now() - make_interval(hours => ${input.hours + REACH_HOURS}::int)
        AND (s.finished_at IS NULL OR s.finished_at >= t.since) ORDER BY s.started_at DESC LIMIT ${MOST}::int),
      b AS MATERIALIZED (SELECT tr.* FROM transfer tr WHERE tr.project_id = ${projectId}::uuid AND tr.at >= now() - make_interval(hours => ${input.hours}::int)
        AND tr.kind IN ('send', 'return', 'route') ORDER BY tr.at DESC LIMIT ${MOST}::int)
      SELECT t.now_text AS now, to_jsonb(t.since) #>> '{}' AS "from",
        coalesce((SELECT jsonb_agg(${sessionJson} ORDER BY s.started_at) FROM s, t pr), '[]') AS sessions,
        coalesce((SELECT jsonb_agg(jsonb_build_object('handoff', t.prefix || '-' || h.number, 'kind', b.kind, 'at', b.at,
            'from', b.actor_id, 'to', n.actor_id, 'takenAt', n.at) ORDER BY b.at)
          FROM b JOIN handoff h ON h.project_id = b.project_id AND h.id = b.handoff_id
          LEFT JOIN LATERAL (SELECT e.actor_id, e.at FROM event e WHERE e.project_id = b.project_id AND e.subject_id = b.handoff_id
            AND e.type = 'handoff.claimed' AND e.at >= b.at ORDER BY e.seq LIMIT 1) n ON true), '[]') AS batons
      FROM t`);
    return row === undefined ? null : { ...row, untrusted: true as const };
  },
});

export const getSession = defineQuery({
  name: 'session.get',
  title: 'One session',
  description:
    'A session with its silences, its recoveries with the brief each was given, and how they went.',
  input: GetSession,
  output: SessionDetail,
  permission: 'viewer',
  scope: 'read',
  read: async ({ facts, projectId, rows }, input) => {
    const [row] = await rows(sql<{
      detail: Omit<z.infer<typeof SessionDetail>, 'now' | 'untrusted'>;
    }>`SELECT jsonb_build_object('session', ${sessionJson},
        'gaps', coalesce((SELECT jsonb_agg(jsonb_build_object('from', g."from", 'to', g."to") ORDER BY g."from" DESC)
          FROM (SELECT * FROM ${sessionGaps} x ORDER BY "from" DESC LIMIT 100) g), '[]'),
        'recoveries', coalesce((SELECT jsonb_agg(jsonb_build_object('id', r.id, 'at', r.at, 'by', ${actorJson('r.project_id', 'r.actor_id')},
            'fenceFrom', r.fence_from, 'fenceTo', r.fence_to, 'brief', r.brief, 'firstAction', r.first_action,
            'firstAt', r.first_at, 'fitted', r.fitted) ORDER BY r.at DESC)
          FROM (SELECT * FROM session_recovery r WHERE r.project_id = s.project_id AND r.session_id = s.id ORDER BY r.at DESC LIMIT 10) r), '[]'),
        'counts', (SELECT jsonb_build_object('event', count(*) FILTER (WHERE en.stream = 'event')
              + (SELECT count(*) FROM event w WHERE w.project_id = s.project_id AND w.session_id = s.id AND w.type NOT LIKE 'session.%'),
            'tech', count(*) FILTER (WHERE en.stream = 'tech'), 'meta', count(*) FILTER (WHERE en.stream = 'meta'))
          FROM session_entry en WHERE en.project_id = s.project_id AND en.session_id = s.id)) AS detail
      FROM session s JOIN project pr ON pr.id = s.project_id
      WHERE s.project_id = ${projectId}::uuid AND s.id = ${input.session}::uuid`);
    return row === undefined ? null : { ...row.detail, now: facts.now, untrusted: true as const };
  },
});

/** Where a page ended: microseconds, whether a line (l) or an event (e), and its id or number. */
const CURSOR = /^([0-9]{1,16})\|([le])\|([0-9a-f-]{1,36})$/;

interface TimelineRow {
  readonly line: TimelineLine;
  readonly cursor: string;
}

export const sessionTimeline = defineQuery({
  name: 'session.timeline',
  title: 'Timeline of a session',
  description: 'What was written and done in one session, newest first, page by page, by stream.',
  input: TimelineInput,
  output: Timeline,
  permission: 'viewer',
  scope: 'read',
  read: async ({ projectId, rows }, input) => {
    const cursor = input.before === undefined ? null : CURSOR.exec(input.before);
    if (input.before !== undefined && cursor === null) {
      throw new AppError('INVALID_ARGUMENTS', 'The cursor is none that a page answered.');
    }
    const [, micros = '0', kind = 'e', id = ''] = cursor ?? [];
    const at = sql`(timestamptz 'epoch' + ${micros}::bigint * interval '1 microsecond')`;
    // Those of the very same microsecond stand beside the cursor; the outer condition tells them apart.
    const upTo = (column: 'en' | 'w') =>
      cursor === null ? sql`` : column === 'en' ? sql` AND en.at <= ${at}` : sql` AND w.at <= ${at}`;
    const behind =
      cursor === null ? sql`` : sql` WHERE (x.at, x.kind, x.id) < (${at}, ${kind}::text, ${id}::text)`;
    const room = input.limit + MOST;
    const events = input.streams.includes('event');
    const found =
      await rows(sql<TimelineRow>`WITH here AS MATERIALIZED (SELECT s.project_id, s.id, pr.prefix FROM session s JOIN project pr ON pr.id = s.project_id
        WHERE s.project_id = ${projectId}::uuid AND s.id = ${input.session}::uuid),
      x AS (
        (SELECT en.at, 'l' AS kind, en.id::text AS id, en.stream::text AS stream, en.actor_id, en.text, en.data, NULL AS type, NULL::uuid AS subject_id
          FROM here, session_entry en WHERE en.project_id = here.project_id AND en.session_id = here.id
            AND en.stream = ANY(${input.streams}::session_stream[])${upTo('en')} ORDER BY en.at DESC LIMIT ${room}::int)
        UNION ALL
        (SELECT w.at, 'e', lpad(w.seq::text, 20, '0'), 'event', w.actor_id, NULL, wp.payload, w.type, w.subject_id
          FROM here JOIN event w ON w.project_id = here.project_id AND w.session_id = here.id
          JOIN event_payload wp ON wp.project_id = w.project_id AND wp.seq = w.seq
          WHERE ${events}::boolean AND w.type NOT LIKE 'session.%'${upTo('w')} ORDER BY w.seq DESC LIMIT ${room}::int)),
      y AS MATERIALIZED (SELECT * FROM x${behind} ORDER BY x.at DESC, x.kind DESC, x.id DESC LIMIT ${input.limit}::int)
      SELECT jsonb_build_object('id', y.kind || y.id, 'stream', y.stream, 'at', y.at, 'text', y.text, 'data', y.data, 'type', y.type,
          'actor', ${actorJson('here.project_id', 'y.actor_id')},
          'handoff', (SELECT here.prefix || '-' || h.number FROM handoff h WHERE h.project_id = here.project_id AND h.id = y.subject_id)) AS line,
        (extract(epoch FROM y.at) * 1000000)::bigint::text || '|' || y.kind || '|' || y.id AS cursor
      FROM y, here ORDER BY y.at DESC, y.kind DESC, y.id DESC`);
    return {
      lines: found.map(({ line }) => line),
      next: found.length < input.limit ? null : (found.at(-1)?.cursor ?? null),
      untrusted: true as const,
    };
  },
});
