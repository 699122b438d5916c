import { withTransaction } from '@/server/db/pool';
import { makeProject, makeSeat, type Seat } from './make-seat';
import type { BenchWorld } from './world';

const SAMPLE = 2;
/** Rows a transaction: each writes the project's clock row anew, and the old ones are swept only between transactions. */
const CHUNK = 500;

/** A project with so many handoffs, and the agent that works in it. */
export interface Many {
  readonly items: number;
  readonly seat: Seat;
  readonly handoff: string;
  /** The one that has all the comments. */
  readonly busy: string;
}

/** Everything of one size: handoffs with checklists, transfers and events, sessions, and comments on one handoff. */
export async function seedMany(world: BenchWorld, items: number): Promise<Many> {
  const key = `bench-of-${items}`;
  const project = { key, ...(await makeProject(world.ownerPool, key)) };
  const seat = await makeSeat(world.runtime, project, 'agent-0', SAMPLE);
  const [handoff, busy] = seat.handoffs;
  if (handoff === undefined || busy === undefined) throw new Error('the sample handoffs are missing');
  // Copies of what the pipeline made, so that each row is one that it could have made.
  const copies = `(SELECT gen_random_uuid() AS new_id, i FROM generate_series($2::int, $3::int) i)`;
  const statements = [
    `CREATE TEMP TABLE copy ON COMMIT DROP AS SELECT c.new_id, c.i, h.* FROM ${copies} c,
       (SELECT * FROM handoff WHERE project_id = $1 ORDER BY number LIMIT 1) h`,
    `INSERT INTO handoff (project_id, id, title, version_id, stage_key, author_id, giver_id, package, package_score, moved_at)
       SELECT h.project_id, h.new_id, 'Step ' || h.i || ' of the long list: limit the retries of the sender', h.version_id,
         (SELECT s.key FROM stage s WHERE s.project_id = h.project_id AND s.version_id = h.version_id ORDER BY s.position OFFSET h.i % 4 LIMIT 1),
         h.author_id, h.giver_id, h.package, h.package_score, now() - make_interval(secs => h.i)
       FROM copy h WHERE h.project_id = $1 AND h.i BETWEEN $2::int AND $3::int`,
    `INSERT INTO transfer (project_id, id, handoff_id, kind, from_key, to_key, actor_id, at)
       SELECT h.project_id, gen_random_uuid(), h.new_id, 'create', h.stage_key, h.stage_key, h.author_id, now() - make_interval(secs => h.i)
       FROM copy h WHERE h.project_id = $1 AND h.i BETWEEN $2::int AND $3::int`,
    `INSERT INTO checklist (project_id, id, handoff_id, stage_key, template_id)
       SELECT h.project_id, gen_random_uuid(), h.new_id, l.stage_key, l.template_id
       FROM copy h JOIN checklist l ON l.project_id = h.project_id AND l.handoff_id = h.id
       WHERE h.project_id = $1 AND h.i BETWEEN $2::int AND $3::int`,
    `INSERT INTO checklist_item (project_id, id, checklist_id, key, position, required)
       SELECT l.project_id, gen_random_uuid(), l.id, t.item ->> 'key', t.place - 1, (t.item ->> 'required')::boolean
       FROM copy h JOIN checklist l ON l.project_id = h.project_id AND l.handoff_id = h.new_id
       JOIN checklist_template ct ON ct.project_id = l.project_id AND ct.id = l.template_id,
       jsonb_array_elements(ct.items) WITH ORDINALITY t(item, place)
       WHERE h.project_id = $1 AND h.i BETWEEN $2::int AND $3::int`,
    `INSERT INTO event (project_id, body)
       SELECT h.project_id, jsonb_build_object('type', 'handoff.created', 'action', 'handoff.create', 'policySet', repeat('a', 64),
         'actor', jsonb_build_object('id', h.author_id, 'kind', 'agent', 'name', 'agent-0'),
         'subject', jsonb_build_object('kind', 'handoff', 'id', h.new_id), 'sessionId', NULL,
         'payload', jsonb_build_object('title', 'Step ' || h.i || ' of the long list', 'stage', h.stage_key, 'mode', h.mode, 'branch', NULL))
       FROM copy h WHERE h.project_id = $1 AND h.i BETWEEN $2::int AND $3::int ORDER BY h.i`,
    `INSERT INTO session (project_id, id, actor_id, handoff_id, state, focus, started_at, finished_at, summary)
       SELECT h.project_id, gen_random_uuid(), h.author_id, h.new_id, 'finished', 'Step ' || h.i, now() - make_interval(secs => h.i),
         now(), 'Wrote the test first, then the limit; the summary is in the package.'
       FROM copy h WHERE h.project_id = $1 AND h.i BETWEEN $2::int AND $3::int`,
    `INSERT INTO comment (project_id, id, handoff_id, author_id, body, at)
       SELECT h.project_id, gen_random_uuid(), (SELECT id FROM handoff b WHERE b.project_id = h.project_id AND b.number = 2),
         h.author_id, 'Comment ' || h.i || ': the sender now gives up after five tries.', now() - make_interval(secs => h.i)
       FROM copy h WHERE h.project_id = $1 AND h.i BETWEEN $2::int AND $3::int`,
  ];
  for (let first = 1; first <= items; first += CHUNK) {
    const range = [seat.projectId, first, Math.min(items, first + CHUNK - 1)];
    await withTransaction(world.ownerPool, async (client) => {
      for (const statement of statements) await client.query(statement, range);
    });
  }
  // As autovacuum leaves it within a minute.
  await world.ownerPool.query('VACUUM (ANALYZE)');
  return { items, seat, handoff, busy };
}
