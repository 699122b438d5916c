import { defineQuery } from '../../actions/action';
import { sql } from '../../actions/sql';
import { actorJson } from '../handoff/handoff-card.sql';
import { lastHeard, sessionWork } from './recovery-facts';
import {
  SessionEntries,
  SessionEntriesInput,
  type SessionEntryView,
  SessionList,
  SessionListInput,
  type SessionView,
} from './session.schema';

/** Expects `s` (session) and `pr` (project) in scope. */
export const sessionJson = sql`jsonb_build_object('id', s.id, 'actor', ${actorJson('s.project_id', 's.actor_id')},
  'handoff', (SELECT pr.prefix || '-' || h.number FROM handoff h WHERE h.project_id = s.project_id AND h.id = ${sessionWork}),
  'state', s.state, 'mode', s.mode, 'branch', s.branch, 'focus', s.focus, 'startedAt', s.started_at,
  'finishedAt', s.finished_at, 'summary', s.summary, 'heardAt', ${lastHeard}, 'parent', s.parent_id)`;

export const sessionList = defineQuery({
  name: 'session.list',
  title: 'Work sessions',
  description: 'The latest sessions of the project, newest first, page by page.',
  input: SessionListInput,
  output: SessionList,
  permission: 'viewer',
  scope: 'read',
  read: async ({ projectId, rows }, input) => {
    const after =
      input.before === undefined
        ? sql``
        : sql` AND (s.started_at, s.id) < (SELECT b.started_at, b.id FROM session b WHERE b.project_id = ${projectId}::uuid AND b.id = ${input.before}::uuid)`;
    const inState = input.state === undefined ? sql`` : sql` AND s.state = ${input.state}::session_state`;
    const found = await rows(sql<{
      view: SessionView;
    }>`SELECT ${sessionJson} AS view FROM (SELECT s.* FROM session s
        WHERE s.project_id = ${projectId}::uuid${inState}${after} ORDER BY s.started_at DESC, s.id DESC LIMIT ${input.limit}::int) s
      JOIN project pr ON pr.id = s.project_id ORDER BY s.started_at DESC, s.id DESC`);
    const sessions = found.map((row) => row.view);
    const last = sessions.length < input.limit ? undefined : sessions.at(-1);
    return { sessions, next: last?.id ?? null, untrusted: true as const };
  },
});

export const sessionEntries = defineQuery({
  name: 'session.entries',
  title: 'Session log',
  description:
    'The three streams of one session, or of every session that worked on one handoff, oldest first.',
  input: SessionEntriesInput,
  output: SessionEntries,
  permission: 'viewer',
  scope: 'read',
  read: async ({ projectId, rows }, input) => {
    const bySession = input.session === undefined ? sql`` : sql` AND s.id = ${input.session}::uuid`;
    // Begun on the handoff, or something was done to it in them.
    const byHandoff =
      input.handoff === undefined
        ? sql``
        : sql` AND s.id IN (SELECT b.id FROM session b, h WHERE b.project_id = h.project_id AND b.handoff_id = h.id
          UNION SELECT e.session_id FROM event e, h WHERE e.project_id = h.project_id AND e.subject_id = h.id)`;
    const chosen = sql`SELECT s.* FROM session s WHERE s.project_id = ${projectId}::uuid${bySession}${byHandoff}
      ORDER BY s.started_at DESC LIMIT 20`;
    const [row] = await rows(sql<{
      sessions: SessionView[];
      entries: SessionEntryView[];
    }>`WITH pr AS MATERIALIZED (SELECT * FROM project WHERE id = ${projectId}::uuid),
      h AS MATERIALIZED (SELECT h.project_id, h.id FROM handoff h, pr WHERE h.project_id = pr.id
        AND pr.prefix = split_part(${input.handoff ?? null}::text, '-', 1)
        AND h.number = split_part(${input.handoff ?? null}::text, '-', 2)::int),
      s AS MATERIALIZED (${chosen})
      SELECT coalesce((SELECT jsonb_agg(${sessionJson} ORDER BY s.started_at DESC) FROM s, pr), '[]') AS sessions,
        coalesce((SELECT jsonb_agg(x.j ORDER BY x.at, x.id) FROM (SELECT en.at, en.id, jsonb_build_object('id', en.id, 'session', en.session_id,
            'stream', en.stream, 'text', en.text, 'data', en.data, 'actor', ${actorJson('en.project_id', 'en.actor_id')}, 'at', en.at) AS j
          FROM session_entry en JOIN s ON s.project_id = en.project_id AND s.id = en.session_id ORDER BY en.at DESC LIMIT ${input.limit}::int) x), '[]') AS entries`);
    return { sessions: row?.sessions ?? [], entries: row?.entries ?? [], untrusted: true as const };
  },
});
